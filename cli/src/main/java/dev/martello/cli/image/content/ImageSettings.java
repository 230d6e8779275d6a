package dev.martello.cli.image.content;

import java.util.List;
import java.util.Map;

/**
 * The part of an image that is not files.
 *
 * @param entrypoint the command, empty if the image is not run
 * @param environment in no particular order; it is written sorted
 * @param user {@code uid:gid}, empty if the image is not run
 * @param workingDirectory absolute, {@code /} if the image is not run
 * @param labels written into the image's configuration
 */
public record ImageSettings(
    List<String> entrypoint,
    Map<String, String> environment,
    String user,
    String workingDirectory,
    Map<String, String> labels) {

  /** Of an image that only carries files. */
  public static ImageSettings ofData(Map<String, String> labels) {
    return new ImageSettings(List.of(), Map.of(), "", "/", labels);
  }
}
