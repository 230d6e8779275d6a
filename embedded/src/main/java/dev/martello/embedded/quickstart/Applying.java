package dev.martello.embedded.quickstart;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/** Puts things into a cluster as {@code kubectl apply --server-side} does. */
record Applying(KubernetesClient client) {
  private static final String MANAGER = "martello-quickstart";

  void yaml(String text) {
    Example.objects(text).forEach(this::object);
  }

  void namespace(String name, Map<String, String> labels) {
    object(
        new NamespaceBuilder()
            .withNewMetadata()
            .withName(name)
            .withLabels(labels)
            .endMetadata()
            .build());
  }

  /**
   * The Secret that {@code kubectl create secret generic NAME --from-file=martello.key=FILE} makes.
   */
  void key(Example example, Path recipientKey) throws IOException {
    object(
        new SecretBuilder()
            .withNewMetadata()
            .withName(example.keySecret())
            .withNamespace(example.namespace())
            .endMetadata()
            .withType("Opaque")
            .addToData(
                "martello.key",
                Base64.getEncoder().encodeToString(Files.readAllBytes(recipientKey)))
            .build());
  }

  private void object(HasMetadata object) {
    client.resource(object).fieldManager(MANAGER).forceConflicts().serverSideApply();
  }
}
