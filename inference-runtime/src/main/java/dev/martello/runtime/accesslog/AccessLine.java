package dev.martello.runtime.accesslog;

import dev.martello.runtime.http.FinishedCall;
import dev.martello.runtime.json.JsonText;
import java.time.Instant;

/** Writes lines of JSON, one a request; nothing of its body, of its answer or of its query. */
final class AccessLine {
  private static final int MILLIS = 1000;

  private final String modelDigest;
  private long second = Long.MIN_VALUE;
  private String secondText = "";

  AccessLine(String modelDigest) {
    this.modelDigest = modelDigest;
  }

  void write(FinishedCall call, long epochMillis, JsonText lines) {
    time(epochMillis, lines);
    lines.raw(",\"port\":").string(call.port());
    lines.raw(",\"requestId\":").string(call.requestId());
    if (!call.trace().isEmpty()) {
      lines.raw(",\"traceId\":").string(call.trace());
    }
    lines.raw(",\"method\":").string(call.method());
    lines.raw(",\"path\":").string(call.template());
    lines.raw(",\"status\":").number((long) call.status());
    lines.raw(",\"bytesIn\":").number(call.bytesIn());
    lines.raw(",\"bytesOut\":").number(call.bytesOut());
    lines.raw(",\"micros\":").number(call.micros());
    lines.raw(",\"caller\":").string(call.caller());
    if (!call.limit().isEmpty()) {
      lines.raw(",\"limits\":").string(call.limit());
    }
    if (!call.refusal().isEmpty()) {
      lines.raw(",\"refusal\":").string(call.refusal());
    }
    lines.raw(",\"model\":").string(modelDigest).raw("}\n");
  }

  void dropped(long count, long epochMillis, JsonText lines) {
    time(epochMillis, lines);
    lines.raw(",\"dropped\":").number(count).raw("}\n");
  }

  private void time(long epochMillis, JsonText lines) {
    long its = Math.floorDiv(epochMillis, MILLIS);
    if (its != second) {
      second = its;
      String text = Instant.ofEpochSecond(its).toString();
      secondText = text.substring(0, text.length() - 1); // without the Z
    }
    int millis = Math.floorMod(epochMillis, MILLIS);
    lines.raw("{\"time\":\"").raw(secondText).raw('.');
    for (long ten = MILLIS / 10; ten > 0; ten /= 10) {
      lines.raw((char) ('0' + millis / ten % 10));
    }
    lines.raw("Z\"");
  }
}
