package dev.martello.embedded.quickstart;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;

/** The part that is the same on every cluster: ask the model, show the table. */
record Demonstration(
    KubernetesClient client, Example example, Checkout checkout, Progress progress) {
  private static final String CRD = "modeldeployments.models.martello.dev";

  /** Sends the example's record to {@code address}, which leads to a pod of the Service. */
  void ask(InetSocketAddress address) throws QuickstartFailed, IOException {
    String path = "/v2/models/%s/infer".formatted(example.model());
    String record = Files.readString(checkout.example("record.json"));
    progress.step("Asking https://" + example.serviceHost() + path);
    TlsCall.Reply reply;
    try {
      reply = new TlsCall(address, example.serviceHost(), authority()).post(path, record);
    } catch (GeneralSecurityException | IOException e) {
      throw new QuickstartFailed("the model did not answer over TLS: " + e.getMessage());
    }
    if (reply.code() != 200) {
      throw new QuickstartFailed(
          "the model answered with %d: %s".formatted(reply.code(), reply.body()));
    }
    progress.text(
        """

          request   examples/breast-cancer/record.json
        %s
          answer    %d, %s, certificate for %s by the CA in ConfigMap %s-ca
        %s
        """
            .formatted(
                TensorText.inputs(record),
                reply.code(),
                reply.protocol(),
                example.serviceHost(),
                example.name(),
                TensorText.outputs(reply.body())));
  }

  void showCompliance() {
    progress.text(
        ComplianceReport.of(columns(), DeploymentView.of(client, example), Instant.now()) + "\n");
  }

  /** The same as a page for people who have no cluster; it stays when the quickstart is over. */
  void writeReport(MartelloCommand martello, WorkDirectory work)
      throws QuickstartFailed, IOException, InterruptedException {
    Path shown =
        Files.writeString(
            work.file("deployment.json"), DeploymentView.of(client, example).object().toString());
    Path report = checkout.report();
    martello.run("report", shown.toString(), "--format", "html", "--out", report.toString());
    progress.step("The report, for a browser: " + report);
  }

  /** The CA certificate that clients of the example are to trust, in PEM. */
  String authority() throws QuickstartFailed {
    ConfigMap map =
        client.configMaps().inNamespace(example.namespace()).withName(example.name() + "-ca").get();
    if (map == null || !map.getData().containsKey("ca.crt")) {
      throw new QuickstartFailed("ConfigMap %s-ca has no ca.crt".formatted(example.name()));
    }
    return map.getData().get("ca.crt");
  }

  private List<CustomResourceColumnDefinition> columns() {
    return client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(CRD)
        .get()
        .getSpec()
        .getVersions()
        .stream()
        .filter(CustomResourceDefinitionVersion::getServed)
        .findFirst()
        .map(CustomResourceDefinitionVersion::getAdditionalPrinterColumns)
        .orElse(List.of());
  }
}
