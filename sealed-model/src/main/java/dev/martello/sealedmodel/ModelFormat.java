package dev.martello.sealedmodel;

import java.util.Arrays;
import java.util.Optional;

/** What a model's plaintext is. */
public enum ModelFormat {
  /** An ONNX ModelProto, or a data set. ONNX Runtime copies what it needs of it. */
  ONNX("onnx"),
  /** ONNX Runtime's own format, which it uses in place, without a copy. */
  ORT("ort");

  private final String label;

  ModelFormat(String label) {
    this.label = label;
  }

  /** As manifests and the command line write it. */
  public String label() {
    return label;
  }

  static Optional<ModelFormat> of(String label) {
    return Arrays.stream(values()).filter(format -> format.label.equals(label)).findFirst();
  }
}
