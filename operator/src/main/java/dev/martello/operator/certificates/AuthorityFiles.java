package dev.martello.operator.certificates;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** The operator's CA Secrets as the kubelet shows them: two directories, either may be empty. */
final class AuthorityFiles {
  private final Path present;
  private final Path next;

  /**
   * @param present the root in both, if it is there; the other that follows
   */
  record Seen(Optional<CertificateAuthority> present, Optional<CertificateAuthority> next) {}

  /**
   * @param directory of the present CA; the next one's has the same name with -next
   */
  AuthorityFiles(Path directory) {
    this.present = directory;
    this.next = directory.resolveSibling(directory.getFileName() + "-next");
  }

  Seen read(Instant now) throws AuthorityRefused {
    return new Seen(read(present, now), read(next, now));
  }

  private static Optional<CertificateAuthority> read(Path directory, Instant now)
      throws AuthorityRefused {
    Path certificate = directory.resolve("tls.crt");
    Path key = directory.resolve("tls.key");
    if (!Files.exists(certificate) && !Files.exists(key)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          CertificateAuthority.read(
              Files.readString(certificate),
              Files.readString(key),
              directory + "/tls.crt and tls.key",
              now));
    } catch (IOException unreadable) {
      throw new AuthorityRefused(
          directory
              + ": tls.crt and tls.key can't both be read ("
              + unreadable.getClass().getSimpleName()
              + "); mount the Secret "
              + OperatorAuthority.SECRET_NAME
              + " there with both of its items.");
    }
  }
}
