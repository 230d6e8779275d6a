package dev.martello.optimizer.quantize;

/** What each channel of a tensor holds. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ChannelRanges(float[] least, float[] most, double[] mean) {
  int size() {
    return least.length;
  }

  /** The largest absolute value of each channel. */
  float[] magnitudes() {
    var all = new float[size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = Math.max(-least[i], most[i]);
    }
    return all;
  }

  /** The same with each channel divided by a positive number of its own. */
  ChannelRanges dividedBy(float[] scales) {
    var divided = new ChannelRanges(least.clone(), most.clone(), mean.clone());
    for (int i = 0; i < scales.length; i++) {
      divided.least[i] /= scales[i];
      divided.most[i] /= scales[i];
      divided.mean[i] /= scales[i];
    }
    return divided;
  }

  Range whole() {
    float low = 0;
    float high = 0;
    for (int i = 0; i < size(); i++) {
      low = Math.min(low, least[i]);
      high = Math.max(high, most[i]);
    }
    return new Range(low, high);
  }
}
