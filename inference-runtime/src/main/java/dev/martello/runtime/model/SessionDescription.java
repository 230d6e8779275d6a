package dev.martello.runtime.model;

import dev.martello.sealedmodel.Manifest;
import dev.martello.sealedmodel.ModelDescription;
import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.Reason;

/** What a manifest says, or should say, of the model that a session holds. */
public final class SessionDescription {
  private SessionDescription() {}

  public static ModelDescription of(OnnxSession session) throws ModelRefused {
    try {
      return new ModelDescription(
          session.inputs().values().stream().map(ModelTensor::described).toList(),
          session.outputs().values().stream().map(ModelTensor::described).toList(),
          session.file().opsets(),
          session.file().precision().orElseGet(() -> inputType(session)));
    } catch (IllegalArgumentException e) {
      throw new ModelRefused(Reason.ModelUnloadable, "model: " + e.getMessage() + ".", e);
    }
  }

  /** A manifest with other tensors than the model's was made for another model. */
  static void requireMatch(Manifest manifest, OnnxSession session) throws ModelRefused {
    ModelDescription actual = of(session);
    requireEqual("inputs", manifest.inputs(), actual.inputs());
    requireEqual("outputs", manifest.outputs(), actual.outputs());
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
