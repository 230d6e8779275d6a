package dev.martello.operator.audit;

import dev.martello.operator.audit.AuditFinding.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Heads from outside of the log, and whether the log holds the lines that they name. */
final class KnownHeads {
  private record Key(long epoch, long number) {}

  private final Map<Key, AuditHead> awaited = new HashMap<>();
  private final Optional<AuditHead> newest;

  KnownHeads(List<AuditHead> heads) {
    heads.forEach(head -> awaited.put(new Key(head.epoch(), head.number()), head));
    newest =
        heads.stream()
            .max(Comparator.comparingLong(AuditHead::epoch).thenComparingLong(AuditHead::number));
  }

  Optional<AuditFinding> check(AuditLine line) {
    if (awaited.isEmpty()) {
      return Optional.empty();
    }
    AuditHead head = awaited.remove(new Key(line.epoch(), line.number()));
    return head == null || head.hash().equals(line.hash())
        ? Optional.empty()
        : Optional.of(
            new AuditFinding(
                Kind.HeadDiffers,
                "epoch %d, number %d is not the line whose hash the head names"
                    .formatted(line.epoch(), line.number())));
  }

  /** What of them the log did not hold, and how far it goes beyond the newest. */
  List<AuditFinding> missing(long epoch, long last) {
    List<AuditFinding> found = new ArrayList<>();
    for (AuditHead head : awaited.values()) {
      boolean beyond = head.epoch() > epoch || (head.epoch() == epoch && head.number() > last);
      found.add(
          new AuditFinding(
              beyond ? Kind.Removed : Kind.Gap,
              beyond
                  ? "the end: a head names epoch %d, number %d, and the log ends with epoch %d, number %d"
                      .formatted(head.epoch(), head.number(), epoch, last)
                  : "a head names epoch %d, number %d, which is not here"
                      .formatted(head.epoch(), head.number())));
    }
    newest
        .filter(head -> head.epoch() < epoch || (head.epoch() == epoch && head.number() < last))
        .map(
            head ->
                head.epoch() == epoch
                    ? "%d lines after the newest head (epoch %d, number %d)"
                        .formatted(last - head.number(), epoch, head.number())
                    : "epoch %d, and what follows number %d of epoch %d: after the newest head"
                        .formatted(epoch, head.number(), head.epoch()))
        .map(what -> new AuditFinding(Kind.UnsealedTail, what))
        .ifPresent(found::add);
    return found;
  }
}
