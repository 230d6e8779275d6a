package dev.martello.operator.certificates;

import dev.martello.operator.observed.Labels;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Where the operator's CA comes from: the mounted Secret, or made once and left as that Secret. The
 * operator can create the Secret but never read it, so one that was made by another is waited for
 * until the kubelet shows it as files.
 */
public final class OperatorAuthority {
  public static final String SECRET_NAME = "martello-operator-ca";
  private static final Duration POLL = Duration.ofSeconds(1);

  private final KubernetesClient client;
  private final String namespace;
  private final Path directory;
  private final InstantSource clock;
  private final Duration patience;

  /**
   * @param directory with tls.crt and tls.key, if the Secret is mounted
   * @param patience how long to wait for the files of a Secret that is there already
   */
  public OperatorAuthority(
      KubernetesClient client,
      String namespace,
      Path directory,
      InstantSource clock,
      Duration patience) {
    this.client = client;
    this.namespace = namespace;
    this.directory = directory;
    this.clock = clock;
    this.patience = patience;
  }

  /**
   * The CA from the mounted files, or a new one that is now the Secret's.
   *
   * @throws AuthorityRefused if the files are no CA, or the Secret is there but its files don't
   *     come
   */
  public CertificateAuthority obtain() throws AuthorityRefused, InterruptedException {
    Optional<CertificateAuthority> mounted = mounted();
    if (mounted.isPresent()) {
      return mounted.get();
    }
    CertificateAuthority made = CertificateAuthority.make(clock.instant());
    return publish(made) ? made : awaitFiles();
  }

  private Optional<CertificateAuthority> mounted() throws AuthorityRefused {
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
              clock.instant()));
    } catch (IOException unreadable) {
      throw new AuthorityRefused(
          directory
              + ": tls.crt and tls.key can't both be read ("
              + unreadable.getClass().getSimpleName()
              + "); mount the Secret "
              + SECRET_NAME
              + " there with both of its items.");
    }
  }

  /** Whether the Secret is now ours; false if there is one already. */
  private boolean publish(CertificateAuthority made) {
    Secret secret =
        new SecretBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(SECRET_NAME)
            .addToLabels(Labels.MANAGED_BY, Labels.MANAGER)
            .endMetadata()
            .withType("kubernetes.io/tls")
            .addToStringData("tls.crt", made.certificatePem())
            .addToStringData("tls.key", made.keyPem())
            .build();
    try {
      client.resource(secret).create();
      return true;
    } catch (KubernetesClientException failed) {
      if (failed.getCode() == 409) {
        return false;
      }
      throw failed;
    }
  }

  private CertificateAuthority awaitFiles() throws AuthorityRefused, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < end) {
      Thread.sleep(POLL);
      Optional<CertificateAuthority> mounted = mounted();
      if (mounted.isPresent()) {
        return mounted.get();
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
}
