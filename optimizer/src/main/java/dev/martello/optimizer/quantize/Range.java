package dev.martello.optimizer.quantize;

/** The values that a tensor takes, zero always among them. */
record Range(float least, float most) {
  Range {
    least = Math.min(0, least);
    most = Math.max(0, most);
  }

  float scale(boolean symmetric) {
    return symmetric ? scaleTo(127) : usable((most - least) / 255);
  }

  /** Symmetric, the farther end at this integer. */
  float scaleTo(int integer) {
    return usable(Math.max(-least, most) / integer);
  }

  private static float usable(float scale) {
    return scale > Float.MIN_NORMAL ? scale : 1;
  }

  int zeroPoint(boolean symmetric) {
    return symmetric ? 0 : (int) Math.rint(-least / scale(false));
  }
}
