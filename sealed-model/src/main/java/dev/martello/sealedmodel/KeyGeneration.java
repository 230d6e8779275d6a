package dev.martello.sealedmodel;

import dev.martello.sealedmodel.encoding.Pem;
import dev.martello.sealedmodel.encoding.Sha256;
import dev.martello.sealedmodel.keys.EncodedKeys;
import dev.martello.sealedmodel.keys.KeyAlgorithm;
import dev.martello.sealedmodel.keys.P256;
import dev.martello.sealedmodel.keys.P256Der;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Makes keys and writes them into a directory: secret files with mode 0600, and never over a file
 * that is there. The directory is made if it is missing.
 */
public final class KeyGeneration {
  private KeyGeneration() {}

  /** Writes {@code recipient.key.pem} (PKCS#8) and {@code recipient.pub.pem}. */
  public static GeneratedKey p256Recipient(Path directory) throws IOException {
    return p256(directory, "recipient");
  }

  /** A recipient's key of any kind; RSA with 3072 bits. */
  public static GeneratedKey recipient(Path directory, RecipientKind kind) throws IOException {
    return switch (kind) {
      case P256 -> p256Recipient(directory);
      case KEK -> keyEncryptionKey(directory);
      case RSA_OAEP -> recipient(directory, KeyAlgorithm.RSA);
      case X25519 -> recipient(directory, KeyAlgorithm.X25519);
      case ML_KEM_768 -> recipient(directory, KeyAlgorithm.ML_KEM_768);
    };
  }

  private static GeneratedKey recipient(Path directory, KeyAlgorithm algorithm) throws IOException {
    KeyPair pair = EncodedKeys.generate(algorithm);
    byte[] pkcs8 = pair.getPrivate().getEncoded();
    try {
      byte[] spki = pair.getPublic().getEncoded();
      return write(
          directory, "recipient", pkcs8, Pem.write("PUBLIC KEY", spki), Sha256.hexOf(spki));
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  /** Writes {@code signer.key.pem} (PKCS#8) and {@code signer.pub.pem}. */
  public static GeneratedKey signing(Path directory) throws IOException {
    return p256(directory, "signer");
  }

  /** Writes {@code recipient.kek}, a JSON Web Key. */
  public static GeneratedKey keyEncryptionKey(Path directory) throws IOException {
    SecureRandom random = new SecureRandom();
    byte[] id = new byte[KeyEncryptionKey.ID_BYTES];
    byte[] key = new byte[KeyEncryptionKey.KEY_BYTES];
    random.nextBytes(id);
    random.nextBytes(key);
    Path file = directory.resolve("recipient.kek");
    requireAbsent(directory, List.of(file));
    try (KeyEncryptionKey made = new KeyEncryptionKey(id, key)) {
      writeSecret(file, made.jwk());
      return new GeneratedKey(made.keyId(), List.of(file));
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static GeneratedKey p256(Path directory, String name) throws IOException {
    KeyPair pair = P256.generate();
    byte[] scalar = P256Der.unsigned(((ECPrivateKey) pair.getPrivate()).getS());
    Signer signer = new Signer(name, (ECPublicKey) pair.getPublic());
    byte[] der = P256Der.ofPrivateKey(scalar, signer.key());
    try {
      byte[] pem = signer.pem().getBytes(StandardCharsets.US_ASCII);
      return write(directory, name, der, pem, signer.keyId().substring("sha256:".length()));
    } finally {
      Arrays.fill(scalar, (byte) 0);
      Arrays.fill(der, (byte) 0);
    }
  }

  private static GeneratedKey write(
      Path directory, String name, byte[] pkcs8, byte[] publicPem, String sha256)
      throws IOException {
    Path secret = directory.resolve(name + ".key.pem");
    Path open = directory.resolve(name + ".pub.pem");
    requireAbsent(directory, List.of(secret, open));
    writeSecret(secret, Pem.write("PRIVATE KEY", pkcs8));
    Files.write(open, publicPem, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new GeneratedKey("sha256:" + sha256, List.of(secret, open));
  }

  private static void requireAbsent(Path directory, List<Path> files) throws IOException {
    Files.createDirectories(directory);
    for (Path file : files) {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(
            file.toString(), null, "a key is never overwritten; choose another directory");
      }
    }
  }

  /** Creates the file with its mode, so that it is at no time readable to others. */
  private static void writeSecret(Path file, byte[] bytes) throws IOException {
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    } catch (UnsupportedOperationException e) {
      throw new IOException(
          file + ": this file system cannot keep a file private (mode 0600); choose another", e);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
