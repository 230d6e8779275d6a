package dev.martello.sealedmodel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The four files of a sealed model, found by name. Symbolic links are followed, and what else lies
 * in the directory is not looked at: a ConfigMap's mount is full of links, a volume has a
 * lost+found.
 */
final class SealedFiles {
  static final String BULK = "model.onnx.enc";
  static final String WRAPPED_KEY = "model.key.p7m";
  static final String MANIFEST = "manifest.json";
  static final String SIGNATURE = "model.sig";

  /** Bound on each of the three small files. */
  static final int MAX_SMALL_FILE_BYTES = 1024 * 1024;

  private final Path bulk;
  private final long bulkLength;
  private final byte[] wrappedKey;
  private final byte[] manifest;
  private final byte[] signature;

  private SealedFiles(
      Path bulk, long bulkLength, byte[] wrappedKey, byte[] manifest, byte[] signature) {
    this.bulk = bulk;
    this.bulkLength = bulkLength;
    this.wrappedKey = wrappedKey;
    this.manifest = manifest;
    this.signature = signature;
  }

  static SealedFiles read(Path directory) throws ModelRefused {
    if (!Files.isDirectory(directory)) {
      throw new ModelRefused(
          Reason.FileMissing,
          directory + ": is not a directory; give the directory of a sealed model");
    }
    byte[] signature = readSmall(directory, SIGNATURE);
    byte[] manifest = readSmall(directory, MANIFEST);
    byte[] wrappedKey = readSmall(directory, WRAPPED_KEY);
    Path bulk = requireFile(directory, BULK);
    try {
      return new SealedFiles(bulk, Files.size(bulk), wrappedKey, manifest, signature);
    } catch (IOException e) {
      throw unreadable(bulk, e);
    }
  }

  /** Where the ciphertext lies; it is not read yet. */
  Path bulk() {
    return bulk;
  }

  /** The ciphertext's length in bytes when the files were found. */
  long bulkLength() {
    return bulkLength;
  }

  byte[] wrappedKey() {
    return wrappedKey;
  }

  byte[] manifest() {
    return manifest;
  }

  byte[] signature() {
    return signature;
  }

  private static byte[] readSmall(Path directory, String name) throws ModelRefused {
    Path file = requireFile(directory, name);
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_SMALL_FILE_BYTES + 1);
      if (bytes.length > MAX_SMALL_FILE_BYTES) {
        throw new ModelRefused(
            Reason.TooLarge,
            file + ": is larger than " + MAX_SMALL_FILE_BYTES + " bytes; seal the model again");
      }
      return bytes;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static Path requireFile(Path directory, String name) throws ModelRefused {
    Path file = directory.resolve(name);
    if (!Files.exists(file)) {
      throw new ModelRefused(
          Reason.FileMissing,
          file
              + ": is missing; a sealed model is the four files "
              + String.join(", ", BULK, WRAPPED_KEY, MANIFEST, SIGNATURE)
              + ": copy all of them");
    }
    if (!Files.isRegularFile(file)) {
      throw new ModelRefused(
          Reason.FileMalformed, file + ": is not a regular file; copy the sealed model again");
    }
    return file;
  }

  static ModelRefused unreadable(Path file, IOException cause) {
    return new ModelRefused(
        Reason.FileMissing,
        file + ": cannot be read (" + cause + "); check that it is there and readable",
        cause);
  }
}
