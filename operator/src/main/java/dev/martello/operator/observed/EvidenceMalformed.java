package dev.martello.operator.observed;

/** A pod answered with something that isn't an evidence document. */
public final class EvidenceMalformed extends Exception {
  private static final long serialVersionUID = 1L;

  EvidenceMalformed(String message) {
    super(message);
  }
}
