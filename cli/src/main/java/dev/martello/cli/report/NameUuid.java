package dev.martello.cli.report;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** UUIDs made of names, version 5 (RFC 9562 section 5.5): the same content has the same id. */
final class NameUuid {
  /** Drawn once; never to be changed, else every id in every report changes. */
  private static final UUID MARTELLO = UUID.fromString("6f0d3c1e-2a57-4c0b-9a4e-8d9b1f7c5e21");

  private NameUuid() {}

  /** Of these parts, whose bounds count: ("ab", "c") is not ("a", "bc"). */
  static String of(String... parts) {
    var name = new StringBuilder();
    for (var part : parts) {
      name.append(part.length()).append(':').append(part);
    }
    return of(MARTELLO, name.toString()).toString();
  }

  static UUID of(UUID namespace, String name) {
    var bytes =
        ByteBuffer.allocate(16)
            .putLong(namespace.getMostSignificantBits())
            .putLong(namespace.getLeastSignificantBits());
    var digest = sha1();
    digest.update(bytes.array());
    var hash = ByteBuffer.wrap(digest.digest(name.getBytes(StandardCharsets.UTF_8)));
    long high = (hash.getLong() & 0xffffffffffff0fffL) | 0x5000L;
    long low = (hash.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
    return new UUID(high, low);
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1"); // what version 5 is made of; nothing is protected
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }
}
