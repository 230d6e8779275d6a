package dev.martello.runtime.http;

import org.jspecify.annotations.Nullable;

/** The header field traceparent of W3C Trace Context, Level 1 (section 3.2). */
final class TraceParent {
  private static final int TRACE_FROM = 3;
  private static final int PARENT_FROM = 36;
  private static final int FLAGS_FROM = 53;
  private static final int LENGTH = 55;

  private TraceParent() {}

  /**
   * The id of the trace, 32 hex digits; empty if the field is absent or malformed, which the
   * specification has ignored. Of later versions only the beginning is looked at.
   */
  static String traceId(@Nullable String field) {
    if (field == null || field.length() < LENGTH || field.startsWith("ff")) {
      return "";
    }
    boolean known = field.startsWith("00");
    boolean ends = known ? field.length() == LENGTH : endsOrGoesOn(field);
    boolean framed =
        ends
            && hex(field, 0, TRACE_FROM - 1)
            && field.charAt(TRACE_FROM - 1) == '-'
            && hex(field, TRACE_FROM, PARENT_FROM - 1)
            && field.charAt(PARENT_FROM - 1) == '-'
            && hex(field, PARENT_FROM, FLAGS_FROM - 1)
            && field.charAt(FLAGS_FROM - 1) == '-'
            && hex(field, FLAGS_FROM, LENGTH);
    return framed
            && !zeros(field, TRACE_FROM, PARENT_FROM - 1)
            && !zeros(field, PARENT_FROM, FLAGS_FROM - 1)
        ? field.substring(TRACE_FROM, PARENT_FROM - 1)
        : "";
  }

  private static boolean endsOrGoesOn(String field) {
    return field.length() == LENGTH || field.charAt(LENGTH) == '-';
  }

  private static boolean hex(String field, int from, int to) {
    for (int i = from; i < to; i++) {
      char digit = field.charAt(i);
      boolean decimal = digit >= '0' && digit <= '9';
      if (!decimal && !(digit >= 'a' && digit <= 'f')) {
        return false;
      }
    }
    return true;
  }

  private static boolean zeros(String field, int from, int to) {
    for (int i = from; i < to; i++) {
      if (field.charAt(i) != '0') {
        return false;
      }
    }
    return true;
  }
}
