package dev.martello.embedded.quickstart;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The quickstart on a real cluster, the one that was named and no other. */
record ClusterQuickstart(Checkout checkout, Cleanup cleanup, Progress progress) {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int INFERENCE_PORT = 8443;

  void run(Request.OnCluster request) throws QuickstartFailed, IOException, InterruptedException {
    KubernetesClient client = cleanup.add(connect(request.context()));
    WorkDirectory work = cleanup.add(WorkDirectory.create());
    MartelloCommand martello = new MartelloCommand(checkout.martello(), cleanup);
    SealedExample sealed = SealedExample.make(checkout, martello, work, progress);
    String operator = push(martello, request, "operator", "operator");
    String runtime = push(martello, request, "inference-runtime", "runtime");
    String model = push(martello, request, "breast-cancer", "model", sealed.directory().toString());

    progress.step("Installing manifests/install.yaml into context " + request.context());
    Applying applying = new Applying(client);
    applying.yaml(InstallManifest.fill(Files.readString(checkout.install()), operator, runtime));
    awaitOperator(client);

    Example example =
        Example.fill(
            Files.readString(checkout.example("deployment.yaml")), model, sealed.signerPublicKey());
    progress.step("Applying Secret " + example.keySecret() + " and the example");
    applying.namespace(
        example.namespace(), Map.of("pod-security.kubernetes.io/enforce", "restricted"));
    applying.key(example, sealed.recipientKey());
    applying.yaml(example.yaml());

    Waiting waiting = new Waiting(client, example, progress, () -> {});
    waiting.untilReady(PATIENCE);
    Demonstration demonstration = new Demonstration(client, example, checkout, progress);
    try (LocalPortForward forward = forward(client, example)) {
      demonstration.ask(new InetSocketAddress(forward.getLocalAddress(), forward.getLocalPort()));
    }
    waiting.untilJudged();
    demonstration.showCompliance();
    demonstration.writeReport(martello, work);
    progress.text(
        """
        It stays there. To take it away again:
          kubectl --context %s delete namespace %s
          kubectl --context %s delete -f manifests/install.yaml
        """
            .formatted(request.context(), example.namespace(), request.context()));
  }

  private static KubernetesClient connect(String context) throws QuickstartFailed {
    Config config = Config.autoConfigure(context);
    NamedContext current = config.getCurrentContext();
    if (current == null || !context.equals(current.getName())) {
      throw new QuickstartFailed(
          "no context \"%s\" in your kubeconfig; kubectl config get-contexts lists them"
              .formatted(context));
    }
    sayKeyAlgorithm(config);
    KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
    try {
      client.getKubernetesVersion();
      return client;
    } catch (KubernetesClientException e) {
      client.close();
      throw new QuickstartFailed(
          "the cluster of context \"%s\" does not answer: %s".formatted(context, e.getMessage()));
    }
  }

  /** The client takes every PKCS #8 key for RSA unless it is told; the certificate knows better. */
  private static void sayKeyAlgorithm(Config config) throws QuickstartFailed {
    try {
      byte[] certificate = null;
      if (config.getClientCertData() != null) {
        certificate = Base64.getMimeDecoder().decode(config.getClientCertData());
      } else if (config.getClientCertFile() != null) {
        certificate = Files.readAllBytes(Path.of(config.getClientCertFile()));
      }
      if (certificate != null) {
        config.setClientKeyAlgo(
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(certificate))
                .getPublicKey()
                .getAlgorithm());
      }
    } catch (IOException | CertificateException e) {
      throw new QuickstartFailed(
          "the client certificate of that context can't be read: " + e.getMessage());
    }
  }

  /** Builds and pushes one image; returns it as the cluster's nodes call it, with its digest. */
  private String push(
      MartelloCommand martello, Request.OnCluster to, String name, String... imageCommand)
      throws QuickstartFailed, IOException, InterruptedException {
    progress.step("Building and pushing " + to.push() + "/" + name);
    List<String> command = new ArrayList<>(List.of("image"));
    command.addAll(List.of(imageCommand));
    command.addAll(List.of("--to", to.push() + "/" + name));
    if (to.insecure()) {
      command.add("--insecure-registry");
    }
    String pushed = martello.run(command.toArray(String[]::new));
    if (!pushed.startsWith(to.push() + "/" + name + "@sha256:")) {
      throw new QuickstartFailed("martello image printed no reference, but: " + pushed);
    }
    return to.pull() + pushed.substring(to.push().length());
  }

  private void awaitOperator(KubernetesClient client) throws QuickstartFailed {
    progress.step("Waiting for the operator");
    try {
      client
          .apps()
          .deployments()
          .inNamespace(OperatorProcess.NAMESPACE)
          .withName("martello-operator")
          .waitUntilReady(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (KubernetesClientException e) {
      throw new QuickstartFailed(
          "the operator is not up after %d s; look at kubectl -n %s describe pods"
              .formatted(PATIENCE.toSeconds(), OperatorProcess.NAMESPACE));
    }
  }

  private static LocalPortForward forward(KubernetesClient client, Example example)
      throws QuickstartFailed {
    Pod pod =
        client
            .pods()
            .inNamespace(example.namespace())
            .withLabel("martello.dev/deployment", example.name())
            .list()
            .getItems()
            .stream()
            .filter(Readiness::isPodReady)
            .findFirst()
            .orElseThrow(() -> new QuickstartFailed("no pod of the example is ready"));
    return client.pods().resource(pod).portForward(INFERENCE_PORT);
  }
}
