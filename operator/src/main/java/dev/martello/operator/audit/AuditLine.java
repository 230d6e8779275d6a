package dev.martello.operator.audit;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a line says of its place.
 *
 * @param hash its own
 */
record AuditLine(long epoch, long number, String previous, String hash, String text) {
  private static final byte[] BEGIN = "{\"epoch\":".getBytes(StandardCharsets.US_ASCII);
  private static final int PREFIX = 160;
  private static final Pattern PLACE =
      Pattern.compile(
          "\\{\"epoch\":([0-9]{1,18}),\"number\":([0-9]{1,18}),\"previous\":\"([0-9a-f]{64})\"[,}]");

  /** Nothing if it is no line of the trail: other programs and libraries log too. */
  static Optional<AuditLine> read(byte[] line) {
    if (line.length < BEGIN.length || line[0] != BEGIN[0] || line[2] != BEGIN[2]) {
      return Optional.empty();
    }
    Matcher place =
        PLACE.matcher(
            new String(line, 0, Math.min(line.length, PREFIX), StandardCharsets.ISO_8859_1));
    return place.lookingAt()
        ? Optional.of(
            new AuditLine(
                Long.parseLong(place.group(1)),
                Long.parseLong(place.group(2)),
                place.group(3),
                Hashes.of(line),
                place.group(2).equals("1") ? new String(line, StandardCharsets.UTF_8) : ""))
        : Optional.empty();
  }
}
