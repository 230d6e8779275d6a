package dev.martello.operator.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.martello.operator.audit.AuditFinding.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The lines of one epoch, in the order in which they come. */
final class EpochCheck {
  /** A head is published within seconds: it can't be further back than this. */
  private static final int REMEMBERED = 10_000;

  private static final int MOST_MISSING = 100_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final long number;
  private final List<AuditFinding> findings;
  private final Map<Long, String> hashes =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, String> eldest) {
          return size() > REMEMBERED;
        }
      };
  private final TreeSet<Long> missing = new TreeSet<>();
  private long last;
  private String lastHash;
  private String lastWhere;
  private long firstDeviating;
  private String deviatingWhere = "";

  EpochCheck(AuditLine first, String where, List<AuditFinding> findings) {
    this.number = first.epoch();
    this.findings = findings;
    this.last = first.number();
    this.lastHash = first.hash();
    this.lastWhere = where;
    hashes.put(last, lastHash);
  }

  long number() {
    return number;
  }

  long last() {
    return last;
  }

  void next(String where, AuditLine line, boolean fileBegins) {
    if (line.number() <= last) {
      outOfOrder(where, line);
      return;
    }
    if (line.number() == last + 1) {
      chained(line);
    } else {
      endDeviation();
      skipped(where, line, fileBegins);
    }
    last = line.number();
    lastHash = line.hash();
    lastWhere = where;
    hashes.put(last, lastHash);
  }

  private void outOfOrder(String where, AuditLine line) {
    if (missing.remove(line.number())) {
      say(
          Kind.Reordered,
          "%s: number %d comes after number %d".formatted(where, line.number(), last));
    } else {
      say(Kind.Inserted, "%s: number %d is there before".formatted(where, line.number()));
    }
  }

  /** A line whose predecessor isn't the one that it names: either of the two was changed. */
  private void chained(AuditLine line) {
    if (line.previous().equals(lastHash)) {
      endDeviation();
    } else if (firstDeviating == 0) {
      firstDeviating = line.number();
      deviatingWhere = lastWhere;
    }
  }

  /**
   * Line a names another predecessor, up to line b, after which the chain holds: what was changed
   * is a-1 if a = b, else a to b-1 and perhaps a-1.
   */
  private void endDeviation() {
    if (firstDeviating == 0) {
      return;
    }
    if (firstDeviating == last) {
      say(Kind.Changed, "%s: number %d".formatted(deviatingWhere, last - 1));
    } else {
      say(
          Kind.Changed,
          "after %s: numbers %d to %d, and perhaps %d"
              .formatted(deviatingWhere, firstDeviating, last - 1, firstDeviating - 1));
    }
    firstDeviating = 0;
  }

  private void skipped(String where, AuditLine line, boolean fileBegins) {
    if (fileBegins) {
      say(Kind.Gap, "%s: numbers %d to %d".formatted(where, last + 1, line.number() - 1));
    } else if (line.number() - last > MOST_MISSING) {
      say(Kind.Removed, "%s: numbers %d to %d".formatted(where, last + 1, line.number() - 1));
    } else {
      for (long lost = last + 1; lost < line.number(); lost++) {
        missing.add(lost);
      }
    }
  }

  /** The next epoch's first line names the head that was published last of this one. */
  void continued(String where, AuditLine opening, boolean fileBegins) {
    JsonNode after = after(opening.text());
    long sealed = after.path("number").asLong(-1);
    if (after.path("epoch").asLong(-1) != number
        || !after.path("hash").asText().equals(opening.previous())) {
      say(
          Kind.Changed,
          "%s: the epoch's first line does not name the head before it".formatted(where));
    } else if (sealed > last) {
      say(
          fileBegins ? Kind.Gap : Kind.Removed,
          "%s: numbers %d to %d of epoch %d".formatted(where, last + 1, sealed, number));
    } else if (!opening.previous().equals(hashes.get(sealed))) {
      say(
          Kind.HeadDiffers,
          "%s: number %d of epoch %d is not the line that was sealed"
              .formatted(where, sealed, number));
    } else if (sealed < last) {
      say(
          Kind.UnsealedTail,
          "epoch %d: %d lines after its last head (number %d)"
              .formatted(number, last - sealed, sealed));
    }
  }

  private static JsonNode after(String text) {
    try {
      return JSON.readTree(text).path("after");
    } catch (JsonProcessingException malformed) {
      return JSON.missingNode();
    }
  }

  /** No line of this epoch follows. */
  void close() {
    if (firstDeviating != 0 && firstDeviating == last) {
      // Nothing follows that would tell which of the two it was.
      say(Kind.Changed, "%s: number %d or %d".formatted(lastWhere, last - 1, last));
      firstDeviating = 0;
    }
    endDeviation();
    while (!missing.isEmpty()) {
      long from = missing.pollFirst();
      long to = from;
      while (missing.remove(to + 1)) {
        to++;
      }
      say(Kind.Removed, "epoch %d: numbers %d to %d".formatted(number, from, to));
    }
  }

  private void say(Kind kind, String what) {
    String epoch = what.contains("epoch") ? "" : " (epoch %d)".formatted(number);
    findings.add(new AuditFinding(kind, what + epoch));
  }
}
