package dev.martello.runtime.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;

/** The content codings that bodies may be in (RFC 9110, section 8.4.1). */
enum ContentCoding {
  IDENTITY,
  GZIP,
  DEFLATE;

  private static final String OFFERED = "gzip, deflate";

  /** Of a request's field Content-Encoding: 415 for any other, with what would be taken. */
  static ContentCoding named(String field) throws CallRefused {
    return switch (field.trim().toLowerCase(Locale.ROOT)) {
      case "", "identity" -> IDENTITY;
      case "gzip", "x-gzip" -> GZIP;
      case "deflate" -> DEFLATE;
      default -> throw CallRefused.unsupportedCoding(OFFERED);
    };
  }

  /** The first of a request's field Accept-Encoding that is one of ours and not refused by q=0. */
  static ContentCoding accepted(String field) {
    for (String element : field.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = element.split(";", 2);
      boolean refused = parts.length == 2 && parts[1].replace(" ", "").matches("q=0(\\.0{0,3})?");
      Optional<ContentCoding> coding =
          switch (parts[0].trim()) {
            case "gzip" -> Optional.of(GZIP);
            case "deflate" -> Optional.of(DEFLATE);
            default -> Optional.empty();
          };
      if (coding.isPresent() && !refused) {
        return coding.get();
      }
    }
    return IDENTITY;
  }

  String token() {
    return name().toLowerCase(Locale.ROOT);
  }

  InputStream decoding(byte[] body, int from, int length) throws IOException {
    InputStream coded = new ByteArrayInputStream(body, from, length);
    return switch (this) {
      case IDENTITY -> coded;
      case GZIP -> new GZIPInputStream(coded);
      case DEFLATE -> new InflaterInputStream(coded);
    };
  }

  byte[] encode(byte[] body) {
    ByteArrayOutputStream coded = new ByteArrayOutputStream(body.length / 4);
    try (OutputStream out =
        switch (this) {
          case IDENTITY -> coded;
          case GZIP -> new GZIPOutputStream(coded);
          case DEFLATE -> new DeflaterOutputStream(coded);
        }) {
      out.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written to", e);
    }
    return coded.toByteArray();
  }
}
