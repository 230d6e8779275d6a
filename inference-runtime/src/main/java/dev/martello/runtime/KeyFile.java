package dev.martello.runtime;

import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.Reason;
import dev.martello.sealedmodel.RecipientKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads the recipient's key and leaves no copy of the file's bytes behind. */
final class KeyFile {
  private static final int MOST_BYTES = 16 * 1024;

  private KeyFile() {}

  static RecipientKey read(Path file) throws ModelRefused {
    byte[] content = new byte[MOST_BYTES];
    byte[] exact = new byte[0];
    try (InputStream in = Files.newInputStream(file)) {
      int length = in.readNBytes(content, 0, MOST_BYTES);
      if (length == MOST_BYTES) {
        throw new ModelRefused(
            Reason.TooLarge, file + ": is larger than a key; mount a key there.");
      }
      exact = Arrays.copyOf(content, length);
      return RecipientKey.parse(exact, file.toString());
    } catch (IOException e) {
      throw new ModelRefused(
          Reason.FileMissing,
          file + ": can't be read; the Secret must hold the key as its item martello.key.");
    } finally {
      Arrays.fill(content, (byte) 0);
      Arrays.fill(exact, (byte) 0);
    }
  }
}
