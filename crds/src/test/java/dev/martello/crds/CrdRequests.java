package dev.martello.crds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Custom resources as plain trees, so that wrong ones can be sent too. */
final class CrdRequests {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final String PUBLIC_KEY =
      """
      -----BEGIN PUBLIC KEY-----
      MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
      -----END PUBLIC KEY-----
      """;

  private final ApiServer server;

  CrdRequests(ApiServer server) {
    this.server = server;
  }

  /** Applies the checked-in definitions and waits until requests are judged by them. */
  void applyDefinitions() throws IOException, InterruptedException {
    for (var kind :
        List.of(
            ModelDeployment.class,
            ModelTrust.class,
            ComplianceException.class,
            ComplianceProfile.class,
            ComplianceSummary.class)) {
      var text = Files.readString(CrdYaml.checkedIn(kind));
      server.apply(YAML.unmarshal(text, CustomResourceDefinition.class));
      ApiServer.await(kind.getSimpleName() + " is established", () -> established(kind));
    }
    var wrong = deployment(spec -> spec.put("replicas", -1));
    ApiServer.await("the schema is in force", () -> isRefused(wrong) && !isRefused(minimal()));
  }

  /** The least that is accepted. */
  ObjectNode minimal() {
    return deployment(spec -> {});
  }

  /** The least that is accepted, with the change made to its spec. */
  ObjectNode deployment(Consumer<ObjectNode> change) {
    var resource =
        tree(
            """
            apiVersion: models.martello.dev/v1alpha1
            kind: ModelDeployment
            metadata: {name: m}
            spec:
              model:
                name: m
                source: {image: {reference: "registry.example.org/m@sha256:%s"}}
              decryptionKey: {secretName: key}
            """
                .formatted("a".repeat(64)));
    change.accept((ObjectNode) resource.get("spec"));
    return resource;
  }

  ObjectNode trust(String... signers) {
    var resource =
        tree(
            """
            apiVersion: models.martello.dev/v1alpha1
            kind: ModelTrust
            metadata: {name: t}
            spec: {}
            """);
    var list = ((ObjectNode) resource.get("spec")).putArray("signers");
    Arrays.stream(signers)
        .forEach(name -> list.addObject().put("name", name).put("publicKey", PUBLIC_KEY));
    return resource;
  }

  /** What the API server would store. */
  ObjectNode dryRun(ObjectNode resource) {
    return YAML.convertValue(
        server.admin().resource(generic(resource)).dryRun().create(), ObjectNode.class);
  }

  /** The message with which the API server refuses the change. */
  String refused(Consumer<ObjectNode> change) {
    return ApiServer.refusal(() -> dryRun(deployment(change)));
  }

  void create(ObjectNode resource) {
    server.admin().resource(generic(resource)).create();
  }

  /** Applies only a status, as the field manager. */
  void applyStatus(String manager, String name, String status) {
    var resource =
        tree(
            """
            apiVersion: models.martello.dev/v1alpha1
            kind: ModelDeployment
            metadata: {name: %s}
            """
                .formatted(name));
    resource.set("status", tree(status));
    var context =
        new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(manager)
            .withForce(true)
            .build();
    server.admin().resource(generic(resource)).subresource("status").patch(context);
  }

  static ObjectNode tree(String yaml) {
    return YAML.unmarshal(yaml, ObjectNode.class);
  }

  GenericKubernetesResource generic(ObjectNode resource) {
    ((ObjectNode) resource.get("metadata")).put("namespace", server.namespace());
    return YAML.convertValue(resource, GenericKubernetesResource.class);
  }

  private boolean isRefused(ObjectNode resource) {
    try {
      dryRun(resource);
      return false;
    } catch (KubernetesClientException e) {
      return true;
    }
  }

  private boolean established(Class<? extends CustomResource<?, ?>> kind) {
    var definition =
        server
            .admin()
            .apiextensions()
            .v1()
            .customResourceDefinitions()
            .withName(CustomResource.getCRDName(kind))
            .get();
    var status = definition.getStatus();
    // a definition that was just made has no conditions yet
    return status != null
        && status.getConditions() != null
        && status.getConditions().stream()
            .anyMatch(it -> it.getType().equals("Established") && it.getStatus().equals("True"));
  }
}
