package dev.martello.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.martello.crds.ComplianceSummary;
import dev.martello.crds.ModelDeployment;
import dev.martello.operator.cluster.Publications;
import dev.martello.operator.fleet.Document;
import dev.martello.operator.fleet.FleetSummary;
import dev.martello.operator.fleet.OpenReports;
import dev.martello.operator.observed.Scene;
import dev.martello.operator.status.NextStatus;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The summary and, with the definitions of the OpenReports project, reports, on the API server that
 * KUBECONFIG names, with no more than the operator's shipped rights.
 */
class FleetApiServerIT {
  private static final String NAMESPACE = "fleet-it";
  private static final Path FIXTURES = Path.of("src", "test", "resources", "openreports");

  private static KubernetesClient admin;
  private static KubernetesClient asOperator;
  private static Cluster cluster;

  @BeforeAll
  static void start() throws Exception {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    admin = new KubernetesClientBuilder().withConfig(config()).build();
    cluster = new Cluster(admin, NAMESPACE);
    cluster.install();
    for (String file : List.of("namespace.yaml", "service-account.yaml", "cluster-role.yaml")) {
      try (InputStream yaml = Files.newInputStream(Path.of("..", "manifests", "operator", file))) {
        admin.load(yaml).items().forEach(cluster::apply);
      }
    }
    asOperator =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(config())
                    .withImpersonateUsername(
                        "system:serviceaccount:martello-system:martello-operator")
                    .withImpersonateGroups("system:serviceaccounts", "system:authenticated")
                    .build())
            .build();
    admin
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .unlock()
        .createOr(existing -> existing.update());
  }

  @AfterAll
  static void stop() throws Exception {
    Optional.ofNullable(asOperator).ifPresent(KubernetesClient::close);
    if (admin != null) {
      admin.resources(ComplianceSummary.class).withName("fleet-it").delete();
      for (CustomResourceDefinition definition : openReports()) {
        admin.resource(definition).delete();
      }
      admin.namespaces().withName(NAMESPACE).delete();
      admin.close();
    }
  }

  @Test
  void summaryIsWrittenOnceAndAgainOnlyWhenItChanges() {
    Publications publications = new Publications(asOperator);
    Document summary = summary(new Scene());
    // The rights that were just applied take effect a little later.
    await()
        .ignoreExceptionsMatching(KubernetesClientException.class::isInstance)
        .until(() -> publications.publish(summary) || score() != null);
    assertThat(score()).isEqualTo(FleetSummary.of(List.of(deployment(new Scene()))).score());
    String version = version();

    assertThat(publications.publish(summary)).isFalse();
    // Another process knows nothing, reads, and finds it as it is wanted.
    assertThat(new Publications(asOperator).publish(summary)).isFalse();
    assertThat(version()).isEqualTo(version);

    Document other = summary(new Scene().spec("/governance/owner", null));
    assertThat(publications.publish(other)).isTrue();
    assertThat(version()).isNotEqualTo(version);

    ComplianceSummary changed = stored();
    changed.setStatus(FleetSummary.of(List.of()));
    admin.resource(changed).updateStatus();
    publications.forget();
    assertThat(publications.publish(other)).isTrue();
    assertThat(score()).isNotEqualTo("0/0");
  }

  @Test
  void reportsAreWrittenWhereTheirDefinitionsAreInstalled() throws Exception {
    Publications publications = new Publications(asOperator);
    assertThat(publications.openReportsInstalled()).as("before").isFalse();
    openReports().forEach(cluster::apply);
    await().until(publications::openReportsInstalled);

    ModelDeployment deployment = deployment(new Scene());
    Document report = OpenReports.report(deployment).orElseThrow();
    await()
        .ignoreExceptionsMatching(KubernetesClientException.class::isInstance)
        .until(() -> publications.publish(report) || read(report) != null);
    assertThat(publications.publish(report)).isFalse();
    assertThat(new Publications(asOperator).publish(report)).isFalse();
    GenericKubernetesResource read = read(report);
    assertThat(read.getMetadata().getOwnerReferences()).hasSize(1);
    assertThat((List<?>) read.get("results"))
        .hasSameSizeAs((List<?>) report.fields().get("results"));
    assertThat(read.<Object>get("summary", "fail")).isEqualTo(0);

    Document all = OpenReports.clusterReport("fleet-it", List.of(deployment));
    assertThat(publications.publish(all)).isTrue();
    assertThat(new Publications(asOperator).publish(all)).isFalse();
    assertThat(read(all).<Object>get("summary")).isEqualTo(all.fields().get("summary"));

    // Whoever takes the definitions away gets no reports, and no endless failures either.
    for (CustomResourceDefinition definition : openReports()) {
      admin.resource(definition).delete();
    }
    await().until(() -> !publications.openReportsInstalled());
  }

  private static ModelDeployment deployment(Scene scene) {
    ModelDeployment deployment = scene.deployment();
    deployment.setStatus(NextStatus.of(scene.situation()));
    deployment.getMetadata().setNamespace(NAMESPACE);
    return deployment;
  }

  private static Document summary(Scene scene) {
    return new Document(
        Document.Kind.Summary,
        Optional.empty(),
        "fleet-it",
        Optional.empty(),
        Map.of("status", FleetSummary.of(List.of(deployment(scene)))));
  }

  private static ComplianceSummary stored() {
    return admin.resources(ComplianceSummary.class).withName("fleet-it").get();
  }

  private static String score() {
    ComplianceSummary stored = stored();
    return stored == null || stored.getStatus() == null ? null : stored.getStatus().score();
  }

  private static String version() {
    return stored().getMetadata().getResourceVersion();
  }

  private static GenericKubernetesResource read(Document document) {
    var all =
        admin.genericKubernetesResources(
            new ResourceDefinitionContext.Builder()
                .withGroup("openreports.io")
                .withVersion("v1alpha1")
                .withKind(document.kind().kind())
                .withPlural(document.kind().plural())
                .withNamespaced(document.namespace().isPresent())
                .build());
    return document.namespace().isPresent()
        ? all.inNamespace(NAMESPACE).withName(document.name()).get()
        : all.withName(document.name()).get();
  }

  private static List<CustomResourceDefinition> openReports() throws Exception {
    try (var files = Files.list(FIXTURES)) {
      return files
          .sorted()
          .map(
              file -> {
                try (InputStream yaml = Files.newInputStream(file)) {
                  return admin.apiextensions().v1().customResourceDefinitions().load(yaml).item();
                } catch (java.io.IOException unreadable) {
                  throw new java.io.UncheckedIOException(unreadable);
                }
              })
          .toList();
    }
  }

  private static Config config() throws Exception {
    Config config = Config.autoConfigure(null);
    if (config.getClientCertData() != null) {
      // The client takes every PKCS #8 key for RSA unless it is told.
      byte[] pem = Base64.getMimeDecoder().decode(config.getClientCertData());
      config.setClientKeyAlgo(
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(pem))
              .getPublicKey()
              .getAlgorithm());
    }
    return config;
  }
}
