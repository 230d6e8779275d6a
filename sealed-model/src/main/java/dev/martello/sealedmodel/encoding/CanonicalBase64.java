package dev.martello.sealedmodel.encoding;

import java.util.Base64;
import java.util.Optional;

/**
 * Base64 (RFC 4648) of which every value has exactly one text. The JDK's decoder takes several
 * texts for one value (loose bits before the padding), which would let a byte of a file change
 * unnoticed.
 */
public final class CanonicalBase64 {
  private CanonicalBase64() {}

  public static String of(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** The bytes, or nothing if the text is not exactly what {@link #of} writes. */
  public static Optional<byte[]> bytes(String text) {
    return decode(Base64.getDecoder(), Base64.getEncoder(), text);
  }

  public static String urlOf(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The same for the URL-safe alphabet without padding. */
  public static Optional<byte[]> urlBytes(String text) {
    return decode(Base64.getUrlDecoder(), Base64.getUrlEncoder().withoutPadding(), text);
  }

  private static Optional<byte[]> decode(
      Base64.Decoder decoder, Base64.Encoder encoder, String text) {
    try {
      byte[] bytes = decoder.decode(text);
      return encoder.encodeToString(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
