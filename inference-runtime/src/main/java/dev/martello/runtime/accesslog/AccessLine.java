package dev.martello.runtime.accesslog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.martello.runtime.http.FinishedCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** One request as a line of JSON; nothing of its body, of its answer or of its query. */
final class AccessLine {
  private static final JsonFactory JSON = new JsonFactory();

  private AccessLine() {}

  static byte[] of(FinishedCall call, Instant time, String modelDigest) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(384);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("time", time.truncatedTo(ChronoUnit.MILLIS).toString());
      json.writeStringField("port", call.port());
      json.writeStringField("requestId", call.requestId());
      json.writeStringField("method", call.method());
      json.writeStringField("path", call.template());
      json.writeNumberField("status", call.status());
      json.writeNumberField("bytesIn", call.bytesIn());
      json.writeNumberField("bytesOut", call.bytesOut());
      json.writeNumberField("micros", call.micros());
      json.writeStringField("caller", call.caller());
      if (!call.refusal().isEmpty()) {
        json.writeStringField("refusal", call.refusal());
      }
      json.writeStringField("model", modelDigest);
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written to", e);
    }
    return bytes.toByteArray();
  }

  static byte[] dropped(long lines, Instant time) {
    return ("{\"time\":\""
            + time.truncatedTo(ChronoUnit.MILLIS)
            + "\",\"dropped\":"
            + lines
            + "}\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
