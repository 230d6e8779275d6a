package dev.martello.runtime.evaluation;

import dev.martello.runtime.evaluation.data.DataRefused;
import dev.martello.runtime.evaluation.data.DataSet;
import dev.martello.runtime.model.LoadedModel;
import dev.martello.sealedmodel.Expected;
import dev.martello.sealedmodel.ModelDescription;
import dev.martello.sealedmodel.ModelFormat;
import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.OpenedModel;
import dev.martello.sealedmodel.Reason;
import dev.martello.sealedmodel.RecipientKey;
import dev.martello.sealedmodel.Signer;
import dev.martello.sealedmodel.Tensor;
import dev.martello.sealedmodel.UnlockedModel;
import dev.martello.sealedmodel.UnverifiedModel;
import dev.martello.sealedmodel.VerifiedModel;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Evaluation data, sealed as a model is: the same four files, with the word DATASET where a model's
 * manifest has its precision, so that neither can be taken for the other.
 */
public record SealedDataset(DataSet data, VerifiedModel source) {
  private static final String KIND = "DATASET";

  /** What the manifest says of data. */
  public static ModelDescription describe(DataSet data) {
    List<Tensor> features = new ArrayList<>();
    for (var feature : data.features()) {
      List<Long> shape = new ArrayList<>();
      shape.add((long) data.rows());
      Arrays.stream(feature.rowShape()).forEach(length -> shape.add((long) length));
      features.add(new Tensor(feature.name().isEmpty() ? "data" : feature.name(), "FP64", shape));
    }
    List<Tensor> labels =
        data.isLabelled()
            ? List.of(new Tensor("label", "FP64", List.of((long) data.rows())))
            : List.of();
    return new ModelDescription(ModelFormat.ONNX, features, labels, Map.of(), KIND);
  }

  /**
   * Verifies it and opens nothing.
   *
   * @throws ModelRefused at the first step that does not hold
   */
  public static VerifiedModel verify(Path directory, List<Signer> trusted, Expected expected)
      throws ModelRefused {
    VerifiedModel verified = UnverifiedModel.read(directory).verify(trusted, expected);
    if (!verified.manifest().precision().equals(KIND)) {
      throw new ModelRefused(
          Reason.ManifestInvalid,
          "it is a sealed model, no data; name what `martello seal-dataset` wrote");
    }
    return verified;
  }

  /**
   * Verifies, opens and reads it. The key is read only once the data was verified, and wiped
   * whatever comes.
   *
   * @throws ModelRefused at the first step that does not hold
   * @throws DataRefused if what was sealed is no data; says nothing of what it holds
   */
  public static SealedDataset open(
      Path directory, List<Signer> trusted, Expected expected, LoadedModel.KeySource source)
      throws ModelRefused, DataRefused {
    UnlockedModel unlocked;
    VerifiedModel verified = verify(directory, trusted, expected);
    try (RecipientKey key = source.read()) {
      unlocked = verified.unlock(key);
    }
    try (unlocked;
        OpenedModel opened = unlocked.open()) {
      ByteBuffer plaintext = opened.plaintext();
      byte[] bytes = new byte[plaintext.remaining()];
      plaintext.get(bytes);
      try {
        return new SealedDataset(
            DataSet.read(bytes, "the data", Optional.empty()), opened.source());
      } catch (DataRefused quotesCells) {
        throw new DataRefused(
            "what was sealed is no table and no NumPy arrays: seal it with `martello seal-dataset`, which looks before it seals");
      } finally {
        Arrays.fill(bytes, (byte) 0);
      }
    }
  }
}
