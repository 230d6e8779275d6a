package dev.martello.operator.certificates;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where the operator's CA comes from: the mounted Secret, or made once and left as that Secret. The
 * operator can create the Secret but never read it, so one that was made by another is waited for
 * until the kubelet shows it as files. The files are read again now and then: a rotation shows
 * there.
 */
public final class OperatorAuthority implements Supplier<Authorities> {
  public static final String SECRET_NAME = "martello-operator-ca";
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

  private final AuthoritySecrets secrets;
  private final Path directory;
  private final AuthorityFiles files;
  private final InstantSource clock;
  private CertificateAuthority present;
  private Optional<CertificateAuthority> next = Optional.empty();
  private Instant looked = Instant.MIN;

  private OperatorAuthority(
      AuthoritySecrets secrets, Path directory, InstantSource clock, CertificateAuthority present) {
    this.secrets = secrets;
    this.directory = directory;
    this.files = new AuthorityFiles(directory);
    this.clock = clock;
    this.present = present;
  }

  /**
   * The CA from the mounted files, or a new one that is now the Secret's.
   *
   * @param directory with tls.crt and tls.key, if the Secret is mounted
   * @param patience how long to wait for the files of a Secret that is there already
   * @throws AuthorityRefused if the files are no CA, or the Secret is there but its files don't
   *     come
   */
  public static OperatorAuthority obtain(
      KubernetesClient client,
      String namespace,
      Path directory,
      InstantSource clock,
      Duration patience)
      throws AuthorityRefused, InterruptedException {
    AuthoritySecrets secrets = new AuthoritySecrets(client, namespace);
    AuthorityFiles files = new AuthorityFiles(directory);
    Optional<CertificateAuthority> mounted = mounted(files, clock);
    if (mounted.isPresent()) {
      return new OperatorAuthority(secrets, directory, clock, mounted.get());
    }
    CertificateAuthority made = CertificateAuthority.make(clock.instant());
    if (secrets.create(SECRET_NAME, made)) {
      return new OperatorAuthority(secrets, directory, clock, made);
    }
    long end = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < end) {
      Thread.sleep(POLL);
      mounted = mounted(files, clock);
      if (mounted.isPresent()) {
        return new OperatorAuthority(secrets, directory, clock, mounted.get());
      }
    }
    throw new AuthorityRefused(
        "The Secret "
            + namespace
            + "/"
            + SECRET_NAME
            + " exists but does not appear as "
            + directory
            + "/tls.crt; mount it there in the operator's Deployment, or delete it and restart the operator.");
  }

  /** The next one stands for the present one where a rotation was interrupted at its end. */
  private static Optional<CertificateAuthority> mounted(AuthorityFiles files, InstantSource clock)
      throws AuthorityRefused {
    AuthorityFiles.Seen seen = files.read(clock.instant());
    return seen.present().or(seen::next);
  }

  /** The roots as they are now. While the files can't be read the last ones stand. */
  @Override
  public synchronized Authorities get() {
    Instant now = clock.instant();
    if (!now.isBefore(looked.equals(Instant.MIN) ? looked : looked.plus(LOOK_AGAIN))) {
      looked = now;
      look(now);
    }
    return Authorities.at(now, present, next);
  }

  private void look(Instant now) {
    try {
      AuthorityFiles.Seen seen = files.read(now);
      // Not shown yet, or just being replaced: what is known stands.
      present = seen.present().orElse(present);
      next = seen.next();
    } catch (AuthorityRefused beingReplaced) {
      // Both files are shown anew at once, but read one after the other.
    }
  }

  /** Does what the rotation needs next, if anything; only the operator that works may call it. */
  public synchronized Optional<String> tend() {
    Instant now = clock.instant();
    try {
      return Rotation.step(files.read(now), now).flatMap(step -> secrets.take(step, now));
    } catch (AuthorityRefused beingReplaced) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "OperatorAuthority[" + directory + ", keys withheld]";
  }
}
