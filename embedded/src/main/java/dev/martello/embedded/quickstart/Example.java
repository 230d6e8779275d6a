package dev.martello.embedded.quickstart;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code examples/breast-cancer/deployment.yaml} with its two placeholders filled in.
 *
 * @param keySecret name of the Secret with the item martello.key
 * @param yaml exactly what is applied
 */
record Example(String namespace, String name, String model, String keySecret, String yaml) {

  /**
   * Fills in the file.
   *
   * @throws QuickstartFailed if the file isn't as it is expected to be
   */
  static Example fill(String template, String image, String signerPublicKey)
      throws QuickstartFailed {
    List<String> lines = new ArrayList<>();
    for (String line : template.lines().toList()) {
      String indent = line.substring(0, line.length() - line.stripLeading().length());
      if (line.strip().equals("REPLACE")) {
        pemBody(signerPublicKey).forEach(pem -> lines.add(indent + pem));
      } else if (line.matches("\\s*reference: \\S+@sha256:0{64}")) {
        lines.add(indent + "reference: " + image);
      } else if (!line.strip().startsWith("#")) {
        lines.add(line);
      }
    }
    String yaml = String.join("\n", lines) + "\n";
    if (yaml.contains("REPLACE") || !yaml.contains(image)) {
      throw new QuickstartFailed(
          "examples/breast-cancer/deployment.yaml: its two values marked REPLACE were not found");
    }
    return of(yaml);
  }

  String serviceHost() {
    return name + "." + namespace + ".svc";
  }

  /** The objects of a YAML stream; a document of comments alone is none. */
  static List<HasMetadata> objects(String yaml) {
    return Stream.of(yaml.split("(?m)^---\\s*$", -1))
        .filter(document -> document.lines().anyMatch(l -> !l.isBlank() && !l.startsWith("#")))
        .map(Example::object)
        .toList();
  }

  private static HasMetadata object(String document) {
    return new KubernetesSerialization().unmarshal(document);
  }

  private static Example of(String yaml) throws QuickstartFailed {
    for (HasMetadata object : objects(yaml)) {
      if (object instanceof GenericKubernetesResource resource
          && resource.getKind().equals("ModelDeployment")) {
        return new Example(
            resource.getMetadata().getNamespace(),
            resource.getMetadata().getName(),
            resource.get("spec", "model", "name"),
            resource.get("spec", "decryptionKey", "secretName"),
            yaml);
      }
    }
    throw new QuickstartFailed("examples/breast-cancer/deployment.yaml has no ModelDeployment");
  }

  private static List<String> pemBody(String pem) {
    return pem.lines().filter(line -> !line.isBlank() && !line.startsWith("-----")).toList();
  }
}
