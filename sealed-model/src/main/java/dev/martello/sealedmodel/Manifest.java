package dev.martello.sealedmodel;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a sealed model says of itself, written once, when it is sealed.
 *
 * @param formatVersion 1
 * @param name of the model: 1 to 128 letters, digits, {@code . _ -}, the first and last no sign
 * @param format of the plaintext; left out of the file if it is ONNX
 * @param provenance a JSON object of the sealer's own choice
 */
public record Manifest(
    int formatVersion,
    String name,
    SemVer version,
    Plaintext plaintext,
    ModelFormat format,
    Cipher cipher,
    List<Tensor> inputs,
    List<Tensor> outputs,
    Map<String, Integer> opsets,
    String precision,
    Optional<JsonNode> provenance,
    Optional<Evaluation> evaluation) {
  /** The only format version that this version writes and reads. */
  public static final int FORMAT_VERSION = 1;

  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,126}[A-Za-z0-9])?");

  public Manifest {
    if (formatVersion != FORMAT_VERSION) {
      throw new IllegalArgumentException(
          "formatVersion " + formatVersion + " is not known; this version reads " + FORMAT_VERSION);
    }
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name must be 1 to 128 letters, digits or . _ - and begin and end with a letter or digit");
    }
    if (!cipher.isKnown()) {
      throw new IllegalArgumentException(
          "cipher is not known; this version reads "
              + Cipher.AES256_GCM_HKDF_64KB.name()
              + " and the like, with segments of up to 1 MiB");
    }
    ModelDescription description = new ModelDescription(format, inputs, outputs, opsets, precision);
    inputs = description.inputs();
    outputs = description.outputs();
    opsets = description.opsets();
    if (provenance.isPresent() && !provenance.get().isObject()) {
      throw new IllegalArgumentException("provenance must be a JSON object");
    }
  }
}
