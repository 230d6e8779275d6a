package dev.martello.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a command was given to read, from a file or standard input.
 *
 * @param name for messages
 */
public record GivenText(String name, String text) {

  /**
   * Reads all of it.
   *
   * @param file standard input if there is none
   * @param most bytes, a multiple of 1 MiB
   * @param how what to do about too much
   */
  public static GivenText read(@Nullable Path file, int most, String how)
      throws IOException, Refusal {
    try (InputStream in = file == null ? System.in : Files.newInputStream(file)) {
      var bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new Refusal("more than %d MiB of input: %s".formatted(most >> 20, how));
      }
      return new GivenText(
          file == null ? "stdin" : file.toString(), new String(bytes, StandardCharsets.UTF_8));
    }
  }
}
