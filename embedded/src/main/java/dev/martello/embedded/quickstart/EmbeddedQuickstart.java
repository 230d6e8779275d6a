package dev.martello.embedded.quickstart;

import dev.martello.embedded.EmbeddedApiServer;
import dev.martello.embedded.EmbeddedNode;
import dev.martello.embedded.node.NodeOptions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The quickstart on the embedded cluster. */
record EmbeddedQuickstart(Checkout checkout, Cleanup cleanup, Progress progress) {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  void run(boolean keep) throws QuickstartFailed, IOException, InterruptedException {
    WorkDirectory work = cleanup.add(WorkDirectory.create());
    MartelloCommand martello = new MartelloCommand(checkout.martello(), cleanup);

    progress.step("Starting an embedded cluster and the operator");
    EmbeddedApiServer server = cleanup.add(EmbeddedApiServer.start());
    KubernetesClient client = server.client();
    Applying applying = new Applying(client);
    for (Path crd : checkout.crds()) {
      applying.yaml(Files.readString(crd));
    }
    applying.namespace(OperatorProcess.NAMESPACE, Map.of());
    String runtime = "embedded.invalid/inference-runtime@" + TreeDigest.of(checkout.runtimeStage());
    Path images = work.directory("images");
    cleanup.add(
        EmbeddedNode.start(
            client,
            new NodeOptions(
                work.directory("pods"),
                Map.of(runtime, checkout.runtimeStage()),
                images,
                Map.of())));
    Path kubeconfig = Files.writeString(work.file("kubeconfig"), server.kubeconfig());
    OperatorProcess operator =
        cleanup.add(OperatorProcess.start(checkout, work, kubeconfig, runtime));

    SealedExample sealed = SealedExample.make(checkout, martello, work, progress);
    String digest =
        martello.run(
            "image",
            "model",
            sealed.directory().toString(),
            "--to",
            "oci:" + images.resolve("breast-cancer"));
    Example example =
        Example.fill(
            Files.readString(checkout.example("deployment.yaml")),
            "embedded.invalid/models/breast-cancer@" + digest,
            sealed.signerPublicKey());
    Path filled = Files.writeString(work.file("deployment.yaml"), example.yaml());
    progress.step("Applying Secret " + example.keySecret() + " and " + filled.getFileName());
    applying.namespace(example.namespace(), Map.of());
    applying.key(example, sealed.recipientKey());
    applying.yaml(Files.readString(filled));

    Waiting waiting = new Waiting(client, example, progress, operator::check);
    waiting.untilReady(PATIENCE);
    Demonstration demonstration = new Demonstration(client, example, checkout, progress);
    InetSocketAddress address = endpoint(client, example);
    demonstration.ask(address);
    waiting.untilJudged();
    demonstration.showCompliance();
    demonstration.writeReport(martello, work);
    if (keep) {
      keep(work, demonstration, address);
    }
  }

  private static InetSocketAddress endpoint(KubernetesClient client, Example example)
      throws QuickstartFailed {
    for (EndpointSlice slice :
        client
            .discovery()
            .v1()
            .endpointSlices()
            .inNamespace(example.namespace())
            .withLabel("kubernetes.io/service-name", example.name())
            .list()
            .getItems()) {
      for (var endpoint : slice.getEndpoints()) {
        if (Boolean.TRUE.equals(endpoint.getConditions().getReady())) {
          return new InetSocketAddress(
              endpoint.getAddresses().getFirst(), slice.getPorts().getFirst().getPort());
        }
      }
    }
    throw new QuickstartFailed(
        "Service %s has no ready endpoint though it says Ready".formatted(example.name()));
  }

  private void keep(WorkDirectory work, Demonstration demonstration, InetSocketAddress address)
      throws QuickstartFailed, IOException, InterruptedException {
    Example example = demonstration.example();
    Path ca = Files.writeString(work.file("ca.crt"), demonstration.authority());
    progress.text(
        """
        Kept until Ctrl-C.
          export KUBECONFIG=%s
          curl --cacert %s --connect-to %s:443:%s:%d -d @%s \\
            https://%s/v2/models/%s/infer
        """
            .formatted(
                work.file("kubeconfig"),
                ca,
                example.serviceHost(),
                address.getHostString(),
                address.getPort(),
                checkout.example("record.json"),
                example.serviceHost(),
                example.model()));
    new CountDownLatch(1).await();
  }
}
