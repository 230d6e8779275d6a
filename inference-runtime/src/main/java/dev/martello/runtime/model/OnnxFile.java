package dev.martello.runtime.model;

import dev.martello.runtime.protobuf.WireMessage;
import dev.martello.sealedmodel.ModelDescription;
import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.Reason;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What ONNX Runtime does not tell of a model and is read from its ModelProto (onnx.proto3): the
 * opsets that it uses, the weights' precision, whether weights lie in other files.
 */
record OnnxFile(Map<String, Integer> opsets, Optional<String> precision, boolean externalData) {
  private static final int MODEL_GRAPH = 7;
  private static final int MODEL_OPSET_IMPORT = 8;
  private static final int MODEL_FUNCTIONS = 25;
  private static final int OPSET_DOMAIN = 1;
  private static final int OPSET_VERSION = 2;

  /** The default domain has an empty name in the file; this is its other name. */
  private static final String DEFAULT_DOMAIN = "ai.onnx";

  /**
   * Reads a model that can be served.
   *
   * @throws ModelRefused reason ModelUnloadable: no ModelProto, weights in another file, or
   *     operators that no pod has
   */
  static OnnxFile of(ByteBuffer model) throws ModelRefused {
    OnnxFile file;
    try {
      file = read(model);
    } catch (IllegalArgumentException e) {
      throw new ModelRefused(
          Reason.ModelUnloadable, "model: is no ONNX file; give the .onnx file of the model.", e);
    }
    if (file.externalData()) {
      throw new ModelRefused(
          Reason.ModelUnloadable,
          "model: keeps weights in another file; save it with all of them in the one .onnx file.");
    }
    try {
      ModelDescription.requireServed(file.opsets());
    } catch (IllegalArgumentException e) {
      throw new ModelRefused(Reason.ModelUnloadable, "model: " + e.getMessage() + ".", e);
    }
    return file;
  }

  /**
   * @throws IllegalArgumentException if the bytes are no ModelProto
   */
  static OnnxFile read(ByteBuffer model) {
    try {
      Map<String, Integer> opsets = new TreeMap<>();
      OnnxWeights weights = new OnnxWeights();
      boolean functions = false;
      WireMessage message = new WireMessage(model);
      while (message.next()) {
        switch (message.field()) {
          case MODEL_OPSET_IMPORT -> message.bytes().ifPresent(opset -> readOpset(opset, opsets));
          case MODEL_GRAPH -> message.bytes().ifPresent(weights::readGraph);
          case MODEL_FUNCTIONS -> {
            functions = true;
            message.skip();
          }
          default -> message.skip();
        }
      }
      if (!functions) { // whose operators were not looked at
        opsets.keySet().removeIf(domain -> !used(domain, weights));
      }
      return new OnnxFile(Map.copyOf(opsets), weights.precision(), weights.external());
    } catch (BufferUnderflowException | IndexOutOfBoundsException | ArithmeticException e) {
      throw new IllegalArgumentException("not an ONNX file", e);
    }
  }

  /** ONNX Runtime writes every domain that it knows into the models that it saves. */
  private static boolean used(String domain, OnnxWeights graph) {
    return domain.equals(DEFAULT_DOMAIN) || graph.domains().contains(domain);
  }

  private static void readOpset(ByteBuffer opset, Map<String, Integer> into) {
    WireMessage message = new WireMessage(opset);
    String domain = "";
    long version = 0;
    while (message.next()) {
      switch (message.field()) {
        case OPSET_DOMAIN -> domain = message.text().orElse("");
        case OPSET_VERSION -> version = message.number().orElse(0L);
        default -> message.skip();
      }
    }
    into.put(domain.isEmpty() ? DEFAULT_DOMAIN : domain, Math.toIntExact(version));
  }
}
