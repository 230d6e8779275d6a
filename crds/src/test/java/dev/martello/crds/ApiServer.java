package dev.martello.crds;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The real API server that KUBECONFIG names, and how the tests ask it. */
final class ApiServer implements AutoCloseable {
  /** As kubectl does, so that its own apply of the same files finds no other owner. */
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("kubectl")
          .withForce(true)
          .build();

  private final KubernetesClient admin;
  private final String namespace;

  private ApiServer(KubernetesClient admin, String namespace) {
    this.admin = admin;
    this.namespace = namespace;
  }

  /** With a namespace of its own, which goes with it. */
  static ApiServer open() throws GeneralSecurityException {
    assertThat(System.getenv("KUBECONFIG"))
        .as("set KUBECONFIG to a cluster that these tests may change")
        .isNotEmpty();
    var admin = new KubernetesClientBuilder().withConfig(config()).build();
    Namespace namespace =
        new NamespaceBuilder().withNewMetadata().withGenerateName("crds-it-").endMetadata().build();
    return new ApiServer(admin, admin.resource(namespace).create().getMetadata().getName());
  }

  KubernetesClient admin() {
    return admin;
  }

  String namespace() {
    return namespace;
  }

  /** A client that acts as the service account, with the groups that the API server gives it. */
  KubernetesClient as(String serviceAccountNamespace, String serviceAccount)
      throws GeneralSecurityException {
    return impersonating(
        "system:serviceaccount:" + serviceAccountNamespace + ":" + serviceAccount,
        "system:serviceaccounts",
        "system:serviceaccounts:" + serviceAccountNamespace,
        "system:authenticated");
  }

  /** A client that acts as a person who has only the rights that are bound to that name. */
  KubernetesClient asUser(String name) throws GeneralSecurityException {
    return impersonating(name, "system:authenticated");
  }

  void apply(HasMetadata object) {
    admin.resource(object).patch(APPLY);
  }

  /** The message with which the API server refuses. */
  static String refusal(ThrowingCallable request) {
    var refusal = org.assertj.core.api.Assertions.catchThrowable(request);
    assertThat(refusal).as("was let through").isInstanceOf(KubernetesClientException.class);
    var exception = (KubernetesClientException) refusal;
    assertThat(exception.getCode()).as(exception.getMessage()).isIn(403, 422);
    return exception.getMessage();
  }

  /** Asks again until it holds: the API server takes up definitions and policies a little later. */
  static void await(String what, Supplier<Boolean> holds) throws InterruptedException {
    var end = Instant.now().plus(Duration.ofSeconds(60));
    while (!holds.get()) {
      assertThat(Instant.now()).as(what + " did not come about").isBefore(end);
      Thread.sleep(200);
    }
  }

  @Override
  public void close() {
    admin.namespaces().withName(namespace).delete();
    admin.close();
  }

  private static KubernetesClient impersonating(String user, String... groups)
      throws GeneralSecurityException {
    var config =
        new ConfigBuilder(config())
            .withImpersonateUsername(user)
            .withImpersonateGroups(groups)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static Config config() throws GeneralSecurityException {
    var config = Config.autoConfigure(null);
    if (config.getClientCertData() != null) {
      // The client takes every PKCS #8 key for RSA unless it is told.
      var pem = Base64.getMimeDecoder().decode(config.getClientCertData());
      var certificate =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(pem));
      config.setClientKeyAlgo(certificate.getPublicKey().getAlgorithm());
    }
    return config;
  }
}
