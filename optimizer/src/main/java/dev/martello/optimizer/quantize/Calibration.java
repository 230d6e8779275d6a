package dev.martello.optimizer.quantize;

/** How a tensor's range is taken from what it was seen to hold. */
public enum Calibration {
  /** Everything that was seen. */
  MIN_MAX("MinMax", 1),
  /** All but the outermost 0.01 %. */
  PERCENTILE("Percentile 99.99", 0.9999);

  private final String text;
  private final double share;

  Calibration(String text, double share) {
    this.text = text;
    this.share = share;
  }

  double share() {
    return share;
  }

  @Override
  public String toString() {
    return text;
  }
}
