package dev.martello.operator.certificates;

import dev.martello.crds.ModelDeployment;
import dev.martello.crds.ModelDeploymentStatus;
import dev.martello.crds.ServingCertificate;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Issues, renews and retires the certificates of deployments. What was issued last is in the
 * status; until the status shows it, it is also remembered here, so that a lost status write does
 * not issue twice.
 */
public final class ServingCertificates {
  private static final int CONFLICT = 409;

  private final KubernetesClient client;
  private final Supplier<Authorities> authority;
  private final InstantSource clock;
  private final Map<String, ServingCertificate> issued = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> superseded = new ConcurrentHashMap<>();

  public ServingCertificates(
      KubernetesClient client, Supplier<Authorities> authority, InstantSource clock) {
    this.client = client;
    this.authority = authority;
    this.clock = clock;
  }

  /** The certificate that pods are to use now, if one was issued that is still good. */
  public Optional<ServingCertificate> current(ModelDeployment deployment) {
    return last(deployment).filter(certificate -> good(deployment, certificate));
  }

  /**
   * Issues a new one and leaves it in the cluster as the deployment's Secret, from where the
   * kubelet renews the files of running pods. Between the two requests there is no such Secret: a
   * pod that starts in that moment waits for the kubelet's next try.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the Secret can't be created
   */
  public ServingCertificate issue(ModelDeployment deployment, OwnerReference owner) {
    String name = deployment.getMetadata().getName();
    String namespace = deployment.getMetadata().getNamespace();
    Instant now = clock.instant();
    Authorities authorities = authority.get();
    IssuedCertificate made = authorities.signing().issueServing(name, namespace, now);
    Secret secret = ServingSecret.render(deployment, owner, made, authorities);
    Optional<ServingCertificate> before = last(deployment);
    if (before.filter(earlier -> earlier.secretName().equals(secretName(secret))).isPresent()) {
      client.resource(secret).delete();
    }
    put(secret);
    before
        .map(ServingCertificate::secretName)
        .filter(earlier -> !earlier.equals(secretName(secret)))
        .ifPresent(earlier -> supersede(uid(deployment), earlier));
    ServingCertificate certificate =
        ServingSecret.status(
            deployment, made, authorities, now, before.map(ServingCertificate::sha256));
    issued.put(uid(deployment), certificate);
    return certificate;
  }

  /** One that is there already was made by an operator whose status write was lost. */
  private void put(Secret secret) {
    try {
      client.resource(secret).create();
    } catch (KubernetesClientException failed) {
      if (failed.getCode() != CONFLICT) {
        throw failed;
      }
      client.resource(secret).delete();
      client.resource(secret).create();
    }
  }

  private static String secretName(Secret secret) {
    return secret.getMetadata().getName();
  }

  /**
   * Deletes earlier certificates that nothing mounts any more.
   *
   * @param mounted names of Secrets in pods and pod templates
   * @return the names of those deleted
   */
  public List<String> retire(ModelDeployment deployment, Set<String> mounted) {
    String name = deployment.getMetadata().getName();
    Optional<String> current = last(deployment).map(ServingCertificate::secretName);
    Pattern ours = Pattern.compile(Pattern.quote(name) + "-tls-[0-9a-f]{10}");
    mounted.stream()
        .filter(secret -> ours.matcher(secret).matches())
        .forEach(secret -> supersede(uid(deployment), secret));
    Set<String> earlier = superseded.getOrDefault(uid(deployment), Set.of());
    List<String> done =
        earlier.stream()
            .filter(secret -> !mounted.contains(secret) && !current.equals(Optional.of(secret)))
            .toList();
    for (String secret : done) {
      client
          .secrets()
          .inNamespace(deployment.getMetadata().getNamespace())
          .withName(secret)
          .delete();
      earlier.remove(secret);
    }
    return done;
  }

  private void supersede(String uid, String secret) {
    superseded.computeIfAbsent(uid, u -> ConcurrentHashMap.newKeySet()).add(secret);
  }

  private Optional<ServingCertificate> last(ModelDeployment deployment) {
    return Optional.ofNullable(issued.get(uid(deployment)))
        .or(
            () ->
                Optional.ofNullable(deployment.getStatus())
                    .map(ModelDeploymentStatus::certificate));
  }

  /**
   * Made under a root that is still believed, beside all the roots that the pods must believe now,
   * and not yet to be renewed.
   */
  private boolean good(ModelDeployment deployment, ServingCertificate certificate) {
    try {
      return certificate.secretName().equals(ServingSecret.name(deployment))
          && roots(certificate).equals(Set.copyOf(authority.get().sha256s()))
          && roots(certificate).contains(String.valueOf(certificate.authoritySha256()))
          && !CertificateAuthority.renewalDue(
              Instant.parse(certificate.notAfter()), clock.instant());
    } catch (DateTimeException notWrittenByUs) {
      return false;
    }
  }

  /** Before there were rotations a Secret held one root, the one that signed. */
  private static Set<String> roots(ServingCertificate certificate) {
    return certificate.trustedSha256().isEmpty()
        ? Set.of(String.valueOf(certificate.authoritySha256()))
        : Set.copyOf(certificate.trustedSha256());
  }

  private static String uid(ModelDeployment deployment) {
    return deployment.getMetadata().getUid();
  }

  /** Only these deployments exist still. */
  public void retain(Set<String> uids) {
    issued.keySet().retainAll(new HashSet<>(uids));
    superseded.keySet().retainAll(new HashSet<>(uids));
  }
}
