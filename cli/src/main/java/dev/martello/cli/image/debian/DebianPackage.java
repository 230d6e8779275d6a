package dev.martello.cli.image.debian;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One version of one package, with the SHA-256 (64 hexadecimal digits) that its file must have.
 *
 * @param architecture as Debian names it, such as {@code amd64}
 */
record DebianPackage(String name, String version, String architecture, String sha256) {
  private static final String PINS = "/dev/martello/cli/image/debian-packages.txt";

  /** Those that our images are made of. */
  static List<DebianPackage> pinned() {
    try (var in = DebianPackage.class.getResourceAsStream(PINS)) {
      if (in == null) {
        throw new IllegalStateException(PINS + " is missing from our own jar");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One package a line, its four fields apart by spaces; {@code #} starts a comment line. */
  static List<DebianPackage> parse(String pins) {
    return pins.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(DebianPackage::parseLine)
        .toList();
  }

  private static DebianPackage parseLine(String line) {
    var fields = line.strip().split("\\s+", -1);
    if (fields.length != 4 || !fields[3].matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("not `package version architecture sha256`: " + line);
    }
    return new DebianPackage(fields[0], fields[1], fields[2], fields[3]);
  }

  /** As apt-get takes it. */
  String aptName() {
    return name + ":" + architecture + "=" + version;
  }
}
