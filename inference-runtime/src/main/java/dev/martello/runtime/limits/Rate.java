package dev.martello.runtime.limits;

/**
 * How much one caller may ask of one pod.
 *
 * @param requestsPerMinute 0 for any number
 * @param rowsPerMinute rows of inputs, the first dimension; 0 for any number
 */
public record Rate(int requestsPerMinute, int rowsPerMinute) {
  public static final Rate ANY = new Rate(0, 0);

  boolean any() {
    return requestsPerMinute == 0 && rowsPerMinute == 0;
  }
}
