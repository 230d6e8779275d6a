package dev.martello.operator.status;

import dev.martello.crds.ControlStatus;
import dev.martello.crds.Finding;
import java.util.List;

/**
 * Keeps the list of controls small, since every writer, watcher and etcd carry it: where it would
 * grow too large the longest evidence is cut, that of controls which ask for nothing first. The
 * same controls are always cut alike, so that an unchanged cluster is not written to.
 */
final class EvidenceRoom {

  /** Room for all controls as JSON in UTF-8; what surrounds them in the status fits beside it. */
  static final int BYTES = 15 * 1024;

  private static final int WHOLE = 256;
  private static final int CALM_LEAST = 40;
  private static final int STEP = 8;

  /** Names, quotes, braces, commas and the time of a control. */
  private static final int FRAME =
      "{'id':'','control':'','finding':'','reason':'','evidence':'','grade':'','since':''},"
              .length()
          + "2026-11-24T00:00:00.123Z".length();

  private EvidenceRoom() {}

  static List<ControlStatus> fitted(List<ControlStatus> controls) {
    int calm = WHOLE;
    int urgent = WHOLE;
    while (size(controls, calm, urgent) > BYTES && (calm > 0 || urgent > 0)) {
      if (calm > CALM_LEAST || urgent <= CALM_LEAST) {
        calm = Math.max(0, calm - STEP);
      }
      if (calm <= CALM_LEAST) {
        urgent = Math.max(0, urgent - STEP);
      }
    }
    int calmAtMost = calm;
    int urgentAtMost = urgent;
    return controls.stream()
        .map(c -> with(c, cut(c.evidence(), urgent(c) ? urgentAtMost : calmAtMost)))
        .toList();
  }

  /** Something is to be done about it. */
  private static boolean urgent(ControlStatus control) {
    return control.finding() == Finding.NotSatisfied || control.finding() == Finding.Unknown;
  }

  private static int size(List<ControlStatus> controls, int calm, int urgent) {
    return controls.stream().mapToInt(c -> size(c, urgent(c) ? urgent : calm)).sum();
  }

  private static int size(ControlStatus control, int evidence) {
    return FRAME
        + bytes(control.id())
        + bytes(control.control())
        + control.finding().name().length()
        + bytes(control.reason())
        + bytes(cut(control.evidence(), evidence))
        + control.grade().name().length();
  }

  /** Of a text as JSON in UTF-8, or more. */
  private static int bytes(String text) {
    return text.chars().map(c -> bytes((char) c)).sum();
  }

  private static int bytes(char c) {
    if (c < 0x20 || Character.isSurrogate(c)) {
      return "\\u0000".length();
    }
    return c == '"' || c == '\\' ? 2 : c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
  }

  private static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    int end = Math.max(0, length - 1);
    boolean halved = end > 0 && Character.isHighSurrogate(text.charAt(end - 1));
    return text.substring(0, halved ? end - 1 : end) + "…";
  }

  private static ControlStatus with(ControlStatus control, String evidence) {
    return new ControlStatus(
        control.id(),
        control.control(),
        control.finding(),
        control.reason(),
        evidence,
        control.grade(),
        control.since());
  }
}
