package dev.martello.optimizer.graph;

import java.util.Arrays;
import java.util.Optional;
import onnx.OnnxMl.NodeProto;

/** x × scale + shift, of each channel. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Affine(double[] scale, double[] shift) {
  static Affine none(int channels) {
    var ones = new double[channels];
    Arrays.fill(ones, 1);
    return new Affine(ones, new double[channels]);
  }

  /**
   * What a node does to its input, if it is one of these.
   *
   * @param second true if the constant is the node's second input
   */
  static Optional<Affine> of(NodeProto node, double[] values, boolean second) {
    Affine none = none(values.length);
    if (Nodes.is(node, "Mul")) {
      return Optional.of(new Affine(values, none.shift));
    }
    if (Nodes.is(node, "Add")) {
      return Optional.of(new Affine(none.scale, values));
    }
    boolean divides = Arrays.stream(values).allMatch(value -> value != 0);
    if (Nodes.is(node, "Div") && second && divides) {
      return Optional.of(new Affine(Arrays.stream(values).map(v -> 1 / v).toArray(), none.shift));
    }
    if (Nodes.is(node, "Sub") && second) {
      return Optional.of(new Affine(none.scale, Arrays.stream(values).map(v -> -v).toArray()));
    }
    return Optional.empty();
  }

  int size() {
    return scale.length;
  }

  boolean shifts() {
    return Arrays.stream(shift).anyMatch(value -> value != 0);
  }

  /** First this, then the other. */
  Affine then(Affine other) {
    var both = new Affine(scale.clone(), shift.clone());
    for (int i = 0; i < scale.length; i++) {
      both.scale[i] = scale[i] * other.scale[i];
      both.shift[i] = shift[i] * other.scale[i] + other.shift[i];
    }
    return both;
  }
}
