package dev.martello.runtime.tensor;

/** An element of a tensor's data that is not what its datatype or shape asks for. */
public final class ElementRefused extends Exception {
  private static final long serialVersionUID = 1L;

  public ElementRefused(String message) {
    super(message, null, false, false); // a refusal is an answer: its stack says nothing
  }
}
