package dev.martello.runtime.model;

import dev.martello.sealedmodel.Manifest;
import dev.martello.sealedmodel.ModelDescription;
import dev.martello.sealedmodel.ModelFormat;
import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.Reason;
import dev.martello.sealedmodel.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** What a manifest says, or should say, of the model that a session holds. */
public final class SessionDescription {
  private SessionDescription() {}

  /**
   * Describes an ONNX model.
   *
   * @param model what the session was opened from
   */
  public static ModelDescription of(OnnxSession session, ByteBuffer model) throws ModelRefused {
    OnnxFile file = OnnxFile.of(model);
    try {
      return new ModelDescription(
          ModelFormat.ONNX,
          tensors(session.inputs()),
          tensors(session.outputs()),
          file.opsets(),
          file.precision().orElseGet(() -> inputType(session)));
    } catch (IllegalArgumentException e) {
      throw unloadable(e);
    }
  }

  private static List<Tensor> tensors(Map<String, ModelTensor> of) {
    return of.values().stream().map(ModelTensor::described).toList();
  }

  private static ModelRefused unloadable(IllegalArgumentException e) {
    return new ModelRefused(Reason.ModelUnloadable, "model: " + e.getMessage() + ".", e);
  }

  /** A manifest with other tensors than the model's was made for another model. */
  static void requireMatch(Manifest manifest, OnnxSession session) throws ModelRefused {
    requireTensors(manifest.inputs(), manifest.outputs(), session);
  }

  /** A converted model has the tensors of the one that it was made of. */
  public static void requireTensors(ModelDescription description, OnnxSession session)
      throws ModelRefused {
    requireTensors(description.inputs(), description.outputs(), session);
  }

  private static void requireTensors(List<Tensor> inputs, List<Tensor> outputs, OnnxSession session)
      throws ModelRefused {
    try {
      requireEqual("inputs", inputs, tensors(session.inputs()));
      requireEqual("outputs", outputs, tensors(session.outputs()));
    } catch (IllegalArgumentException e) {
      throw unloadable(e);
    }
  }

  private static void requireEqual(String field, Object claimed, Object actual)
      throws ModelRefused {
    if (!claimed.equals(actual)) {
      throw new ModelRefused(
          Reason.ModelUnloadable,
          "model/manifest.json: "
              + field
              + " are not the model's, which are "
              + actual
              + "; seal the model again.");
    }
  }

  /** A model without weights computes in whatever it is given. */
  private static String inputType(OnnxSession session) {
    return session.inputs().values().stream()
        .map(input -> input.datatype().name())
        .findFirst()
        .orElse("none");
  }
}
