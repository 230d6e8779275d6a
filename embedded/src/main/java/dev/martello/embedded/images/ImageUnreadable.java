package dev.martello.embedded.images;

/**
 * An image that isn't there, isn't what its digest says, or wants to be written where it mustn't.
 */
public final class ImageUnreadable extends Exception {
  private static final long serialVersionUID = 1L;

  public ImageUnreadable(String message) {
    super(message);
  }
}
