package dev.martello.cli.image.build;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** Where an image goes, as {@code --to} says it. */
public sealed interface Destination {
  /**
   * One file that holds an OCI layout, as {@code ctr images import} and {@code podman load} take
   * it.
   */
  record TarFile(Path file) implements Destination {}

  /** An OCI image layout as a directory. */
  record OciDirectory(Path directory) implements Destination {}

  /** The image's files as a plain tree, without system libraries, to be run on this host. */
  record StagedDirectory(Path directory) implements Destination {}

  /**
   * A registry, to which the image is pushed.
   *
   * @param name registry and repository, without tag
   * @param tag never empty
   */
  record Registry(String name, String tag) implements Destination {}

  /**
   * Registry with a dot, a port or {@code localhost}, so that a forgotten one never means Docker
   * Hub; then path, then tag.
   */
  Pattern REFERENCE =
      Pattern.compile(
          "((?:localhost|[A-Za-z0-9.-]+\\.[A-Za-z0-9.-]+|[A-Za-z0-9.-]+(?=:))(?::[0-9]+)?(?:/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)+)"
              + "(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?");

  /**
   * Reads what the user typed.
   *
   * @throws IllegalArgumentException if it is none of the four; the message says what they look
   *     like
   */
  static Destination parse(String text) {
    int colon = text.indexOf(':');
    var rest = text.substring(colon + 1);
    if (!rest.isEmpty()) {
      if (text.startsWith("tar:")) {
        return new TarFile(Path.of(rest));
      }
      if (text.startsWith("oci:")) {
        return new OciDirectory(Path.of(rest));
      }
      if (text.startsWith("dir:")) {
        return new StagedDirectory(Path.of(rest));
      }
    }
    var reference = REFERENCE.matcher(text);
    if (!reference.matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no destination: give tar:FILE, oci:DIR, dir:DIR or REGISTRY/NAME[:TAG], the registry with its domain or port");
    }
    var tag = reference.group(2);
    return new Registry(reference.group(1), tag == null ? "latest" : tag);
  }
}
