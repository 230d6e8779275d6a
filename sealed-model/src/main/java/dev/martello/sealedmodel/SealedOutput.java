package dev.martello.sealedmodel;

import dev.martello.sealedmodel.bulk.Bulk;
import dev.martello.sealedmodel.bulk.BulkEncryption;
import dev.martello.sealedmodel.encoding.Sha256;
import dev.martello.sealedmodel.wrappedkey.WrappedKeyWriter;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A sealed model as it is written: all four files or none. */
record SealedOutput(
    PlaintextSource source,
    Manifest manifest,
    List<SealRecipient> recipients,
    SigningKey signingKey) {
  private static final int INPUT_KEY_BYTES = 32;
  private static final int COPY_BYTES = 64 * 1024;

  /** Writes the directory and returns the root digest, {@code sha256:<hex>}. */
  String write(Path target) throws IOException {
    NewDirectory.requireAbsent(target);
    try (NewDirectory directory = NewDirectory.beside(target)) {
      String subject = String.valueOf(target.toAbsolutePath().getFileName());
      String digest = write(directory.path(), subject);
      directory.publish();
      return digest;
    }
  }

  private String write(Path directory, String subject) throws IOException {
    byte[] manifestBytes = ManifestJson.write(manifest);
    byte[] inputKeyMaterial = new byte[INPUT_KEY_BYTES];
    new SecureRandom().nextBytes(inputKeyMaterial);
    try {
      Bulk bulk = encrypt(inputKeyMaterial, manifestBytes, directory.resolve(SealedFiles.BULK));
      byte[] wrappedKey = writer(recipients).wrap(inputKeyMaterial);
      writeNew(directory.resolve(SealedFiles.MANIFEST), manifestBytes);
      writeNew(directory.resolve(SealedFiles.WRAPPED_KEY), wrappedKey);
      SignedFiles signed =
          new SignedFiles(
              Sha256.hexOf(manifestBytes), Sha256.hexOf(wrappedKey), bulk.ciphertextSha256());
      writeNew(directory.resolve(SealedFiles.SIGNATURE), signed.sign(subject, signingKey));
      return signed.rootDigest();
    } finally {
      Arrays.fill(inputKeyMaterial, (byte) 0);
    }
  }

  private Bulk encrypt(byte[] inputKeyMaterial, byte[] manifestBytes, Path target)
      throws IOException {
    Plaintext expected = manifest.plaintext();
    Bulk bulk;
    try (InputStream in = new BufferedInputStream(source.open(), COPY_BYTES);
        OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
      byte[] associatedData = Sha256.of(manifestBytes);
      int segmentBytes = manifest.cipher().segmentBytes();
      bulk =
          BulkEncryption.encrypt(
              in, expected.length(), segmentBytes, inputKeyMaterial, associatedData, out);
    }
    if (!bulk.plaintextSha256().equals(expected.sha256())) {
      throw new IOException(source.name() + ": changed while it was sealed; seal it again");
    }
    return bulk;
  }

  /** Takes up all recipients. */
  static WrappedKeyWriter writer(List<SealRecipient> recipients) {
    WrappedKeyWriter writer = new WrappedKeyWriter();
    for (SealRecipient recipient : recipients) {
      switch (recipient) {
        case P256PublicKey p256 -> writer.addP256(p256.key());
        case EncodedPublicKey encoded -> writer.add(encoded.algorithm(), encoded.encoded());
        case KeyEncryptionKey kek -> {
          byte[] secret = kek.key();
          writer.addKek(kek.id(), secret);
          Arrays.fill(secret, (byte) 0);
        }
      }
    }
    return writer;
  }

  static void requireDistinct(List<SealRecipient> recipients) throws ModelRefused {
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
  }

  private static void writeNew(Path file, byte[] bytes) throws IOException {
    Files.write(file, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }
}
