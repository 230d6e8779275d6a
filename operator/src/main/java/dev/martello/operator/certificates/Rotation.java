package dev.martello.operator.certificates;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a rotation of the operator's CA needs next; pure. At any time at least one Secret holds the
 * root that signs, so that an operator that is killed between two steps loses nothing.
 */
sealed interface Rotation {
  /** Half of a root's life. */
  Duration AFTER = Duration.ofDays(1825);

  /** A new root is made, and left as the next Secret. */
  record Begin() implements Rotation {}

  /** The next root becomes the present Secret's, and the old key is gone. */
  record Promote(CertificateAuthority next) implements Rotation {}

  /** The present Secret holds what the next one does: that can go. */
  record Finish() implements Rotation {}

  static Optional<Rotation> step(AuthorityFiles.Seen seen, Instant now) {
    if (seen.next().isEmpty()) {
      return seen.present()
          .filter(present -> !now.isBefore(present.since().plus(AFTER)))
          .map(present -> new Begin());
    }
    CertificateAuthority next = seen.next().get();
    if (seen.present().filter(present -> present.sha256().equals(next.sha256())).isPresent()) {
      return Optional.of(new Finish());
    }
    return seen.present().isEmpty() || Authorities.over(now, next)
        ? Optional.of(new Promote(next))
        : Optional.empty();
  }
}
