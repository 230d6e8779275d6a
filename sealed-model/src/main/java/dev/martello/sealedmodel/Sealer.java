package dev.martello.sealedmodel;

import com.fasterxml.jackson.databind.util.ByteBufferBackedInputStream;
import dev.martello.sealedmodel.encoding.Hex;
import dev.martello.sealedmodel.encoding.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;

/** Seals a model: encrypts it, wraps the key for the recipients, describes and signs it. */
public final class Sealer {
  private static final int COPY_BYTES = 64 * 1024;

  private Sealer() {}

  /**
   * Writes the four files into a new directory, which appears only once all are whole.
   *
   * @return the root digest, {@code sha256:<hex>}
   * @throws ModelRefused if the model or what is said of it cannot be sealed
   * @throws IOException if the directory exists already, or files cannot be read or written
   */
  public static String seal(SealRequest request) throws ModelRefused, IOException {
    SealedOutput.requireDistinct(request.recipients());
    NewDirectory.requireAbsent(request.directory()); // before long work
    Manifest manifest = manifest(request, plaintext(request.model()));
    return new SealedOutput(
            new PlaintextSource(
                request.model().toString(), () -> Files.newInputStream(request.model())),
            manifest,
            request.recipients(),
            request.signingKey())
        .write(request.directory());
  }

  /**
   * Seals an opened model anew: another content-encryption key, the same manifest.
   *
   * @param recipients who can open it from now on
   * @param directory to be made
   * @return the new root digest, {@code sha256:<hex>}
   * @throws ModelRefused if there is no recipient, or one is given twice
   * @throws IOException if the directory exists already or cannot be written
   */
  public static String reseal(
      OpenedModel opened, List<SealRecipient> recipients, SigningKey signingKey, Path directory)
      throws ModelRefused, IOException {
    SealedOutput.requireDistinct(recipients);
    PlaintextSource source =
        new PlaintextSource(
            "the opened model", () -> new ByteBufferBackedInputStream(opened.plaintext()));
    return new SealedOutput(source, opened.source().manifest(), recipients, signingKey)
        .write(directory);
  }

  private static Manifest manifest(SealRequest request, Plaintext plaintext) throws ModelRefused {
    ModelDescription description = request.description();
    try {
      Manifest manifest =
          new Manifest(
              Manifest.FORMAT_VERSION,
              request.name(),
              request.version(),
              plaintext,
              description.format(),
              Cipher.AES256_GCM_HKDF_64KB,
              description.inputs(),
              description.outputs(),
              description.opsets(),
              description.precision(),
              request.provenance(),
              request.evaluation());
      // What we could not read again, such as provenance nested too deep, must not be sealed.
      byte[] bytes = ManifestJson.write(manifest);
      if (bytes.length > SealedFiles.MAX_SMALL_FILE_BYTES) {
        throw new ModelRefused(
            Reason.TooLarge,
            SealedFiles.MANIFEST + ": would be larger than 1 MiB; shorten the provenance");
      }
      return ManifestJson.parse(bytes, SealedFiles.MANIFEST);
    } catch (IllegalArgumentException e) {
      throw new ModelRefused(
          Reason.ManifestInvalid,
          "this cannot be sealed: " + e.getMessage() + "; correct it and seal again",
          e);
    }
  }

  private static Plaintext plaintext(Path model) throws ModelRefused, IOException {
    if (!Files.isRegularFile(model)) {
      throw new ModelRefused(
          Reason.FileMissing, model + ": is no file; give the model's ONNX file");
    }
    if (Files.size(model) > Plaintext.MAX_LENGTH) {
      throw new ModelRefused(
          Reason.TooLarge,
          model
              + ": has more than 2 GiB - 1 byte, the most that one buffer and Protocol Buffers hold;"
              + " make the model smaller, for instance by quantizing it");
    }
    MessageDigest digest = Sha256.start();
    long length = 0;
    byte[] buffer = new byte[COPY_BYTES];
    try (InputStream in = Files.newInputStream(model)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        length += n;
      }
    }
    if (length == 0) {
      throw new ModelRefused(
          Reason.FileMalformed, model + ": is empty; give the model's ONNX file");
    }
    return new Plaintext(Hex.of(digest.digest()), length);
  }
}
