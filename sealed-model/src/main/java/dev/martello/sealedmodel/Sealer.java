package dev.martello.sealedmodel;

import dev.martello.sealedmodel.bulk.Bulk;
import dev.martello.sealedmodel.bulk.BulkEncryption;
import dev.martello.sealedmodel.encoding.Hex;
import dev.martello.sealedmodel.encoding.Sha256;
import dev.martello.sealedmodel.signature.Bundle;
import dev.martello.sealedmodel.signature.Resource;
import dev.martello.sealedmodel.signature.Statement;
import dev.martello.sealedmodel.wrappedkey.WrappedKeyWriter;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Seals a model: encrypts it, wraps the key for the recipients, describes and signs it. */
public final class Sealer {
  private static final int INPUT_KEY_BYTES = 32;
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
    List<SealRecipient> recipients = requireDistinct(request.recipients());
    NewDirectory.requireAbsent(request.directory()); // before long work
    Manifest manifest = manifest(request, plaintext(request.model()));
    try (NewDirectory directory = NewDirectory.beside(request.directory())) {
      Statement statement = write(request, manifest, recipients, directory.path());
      directory.publish();
      return "sha256:" + statement.rootDigest();
    }
  }

  private static Statement write(
      SealRequest request, Manifest manifest, List<SealRecipient> recipients, Path directory)
      throws IOException {
    byte[] manifestBytes = ManifestJson.write(manifest);
    byte[] inputKeyMaterial = new byte[INPUT_KEY_BYTES];
    new SecureRandom().nextBytes(inputKeyMaterial);
    try {
      Bulk bulk =
          encrypt(
              request.model(),
              manifest.plaintext(),
              inputKeyMaterial,
              manifestBytes,
              directory.resolve(SealedFiles.BULK));
      byte[] wrappedKey = wrap(inputKeyMaterial, recipients);
      writeNew(directory.resolve(SealedFiles.MANIFEST), manifestBytes);
      writeNew(directory.resolve(SealedFiles.WRAPPED_KEY), wrappedKey);
      Statement statement =
          new Statement(
              List.of(
                  new Resource(SealedFiles.MANIFEST, Sha256.hexOf(manifestBytes)),
                  new Resource(SealedFiles.WRAPPED_KEY, Sha256.hexOf(wrappedKey)),
                  new Resource(SealedFiles.BULK, bulk.ciphertextSha256())));
      String subject = String.valueOf(request.directory().toAbsolutePath().getFileName());
      String hint = request.signingKey().signer("").hint();
      Bundle bundle = Bundle.sign(statement, subject, hint, request.signingKey()::sign);
      writeNew(directory.resolve(SealedFiles.SIGNATURE), bundle.write());
      return statement;
    } finally {
      Arrays.fill(inputKeyMaterial, (byte) 0);
    }
  }

  private static Bulk encrypt(
      Path model, Plaintext expected, byte[] inputKeyMaterial, byte[] manifest, Path target)
      throws IOException {
    Bulk bulk;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(model), COPY_BYTES);
        OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
      byte[] associatedData = Sha256.of(manifest);
      bulk = BulkEncryption.encrypt(in, expected.length(), inputKeyMaterial, associatedData, out);
    }
    if (!bulk.plaintextSha256().equals(expected.sha256())) {
      throw new IOException(model + ": changed while it was sealed; seal it again");
    }
    return bulk;
  }

  private static byte[] wrap(byte[] inputKeyMaterial, List<SealRecipient> recipients) {
    WrappedKeyWriter writer = new WrappedKeyWriter();
    for (SealRecipient recipient : recipients) {
      switch (recipient) {
        case P256PublicKey p256 -> writer.addP256(p256.key());
        case EncodedPublicKey encoded -> writer.add(encoded.kind(), encoded.key());
        case KeyEncryptionKey kek -> {
          byte[] secret = kek.key();
          writer.addKek(kek.id(), secret);
          Arrays.fill(secret, (byte) 0);
        }
      }
    }
    return writer.wrap(inputKeyMaterial);
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

  private static List<SealRecipient> requireDistinct(List<SealRecipient> recipients)
      throws ModelRefused {
    Set<String> ids = new HashSet<>();
    for (SealRecipient recipient : recipients) {
      if (!ids.add(recipient.keyId())) {
        throw new ModelRefused(
            Reason.KeyMalformed,
            "recipients: " + recipient.keyId() + " is given twice; give every recipient once");
      }
    }
    if (recipients.isEmpty()) {
      throw new ModelRefused(
          Reason.KeyMalformed,
          "recipients: there is none, so nobody could open the model; give at least one key");
    }
    return recipients;
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

  private static void writeNew(Path file, byte[] bytes) throws IOException {
    Files.write(file, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }
}
