package dev.martello.operator.audit;

import dev.martello.operator.audit.AuditFinding.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the lines of a trail one after the other and finds what is not as it was written. What is
 * found is said with the line's place in the input and its number in its epoch.
 */
public final class AuditVerification {
  private final List<AuditFinding> findings = new ArrayList<>();
  private final KnownHeads heads;
  private Optional<EpochCheck> epoch = Optional.empty();
  private boolean fileBegins = true;
  private long lines;
  private long others;

  /**
   * For one trail.
   *
   * @param heads that the trail must hold, the one that was published last among them
   */
  public AuditVerification(List<AuditHead> heads) {
    this.heads = new KnownHeads(heads);
  }

  /** The next file begins: what is missing before it, rotation may have lost. */
  public void nextFile() {
    fileBegins = true;
  }

  /**
   * The next line.
   *
   * @param file for people
   * @param number of the line in the file
   */
  public void line(String file, long number, byte[] bytes) {
    String where = file + number;
    Optional<AuditLine> read = AuditLine.read(bytes);
    if (read.isEmpty()) {
      others++;
      return;
    }
    AuditLine line = read.get();
    lines++;
    if (epoch.filter(known -> known.number() == line.epoch()).isPresent()) {
      epoch.get().next(where, line, fileBegins);
    } else if (epoch.filter(known -> known.number() > line.epoch()).isPresent()) {
      say(
          Kind.Reordered,
          "%s: a line of epoch %d after epoch %d".formatted(where, line.epoch(), number()));
      return;
    } else {
      opened(where, line);
    }
    fileBegins = false;
    heads.check(line).ifPresent(findings::add);
  }

  private long number() {
    return epoch.map(EpochCheck::number).orElse(0L);
  }

  private void opened(String where, AuditLine line) {
    epoch.ifPresent(before -> before.close());
    if (line.number() != 1) {
      say(
          fileBegins ? Kind.Gap : Kind.Removed,
          "%s: epoch %d begins with number %d, what was before is not here"
              .formatted(where, line.epoch(), line.number()));
    } else if (!line.previous().equals(Hashes.NONE)) {
      Optional<EpochCheck> before = epoch.filter(known -> known.number() == line.epoch() - 1);
      if (before.isPresent()) {
        before.get().continued(where, line, fileBegins);
      } else {
        say(
            fileBegins ? Kind.Gap : Kind.Removed,
            "%s: epoch %d continues epoch %d, which is not here"
                .formatted(where, line.epoch(), line.epoch() - 1));
      }
    }
    epoch = Optional.of(new EpochCheck(line, where, findings));
  }

  /** All that was found, once every line was given. */
  public List<AuditFinding> finish() {
    epoch.ifPresent(EpochCheck::close);
    findings.addAll(heads.missing(number(), epoch.map(EpochCheck::last).orElse(0L)));
    return List.copyOf(findings);
  }

  /** Lines of the trail. */
  public long lines() {
    return lines;
  }

  /** Lines that are none of the trail's. */
  public long others() {
    return others;
  }

  private void say(Kind kind, String what) {
    findings.add(new AuditFinding(kind, what));
  }
}
