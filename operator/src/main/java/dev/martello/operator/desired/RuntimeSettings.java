package dev.martello.operator.desired;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.crds.Access;
import dev.martello.crds.AccessLogMode;
import dev.martello.crds.Model;
import dev.martello.crds.ModelDeployment;
import dev.martello.crds.ModelDeploymentSpec;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The text of runtime.json: the contract with the runtime, of which {@code
 * docs/contracts/runtime.json} is an example.
 */
final class RuntimeSettings {
  static final int INFERENCE_PORT = 8443;
  static final int MANAGEMENT_PORT = 9443;

  private RuntimeSettings() {}

  static String json(ModelDeployment deployment) {
    ModelDeploymentSpec spec = deployment.getSpec();
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("formatVersion", 1);
    root.put("namespace", deployment.getMetadata().getNamespace());
    root.put("deployment", deployment.getMetadata().getName());
    model(root.putObject("model"), spec.model());
    ObjectNode serving = root.putObject("serving");
    serving.put("inferencePort", INFERENCE_PORT);
    serving.put("managementPort", MANAGEMENT_PORT);
    serving.put("maxRequestBytes", spec.serving().maxRequestBytes());
    serving.put("drainSeconds", spec.serving().drainSeconds());
    // Absent by default, so that those who ask for nothing have the settings that they always had.
    AccessLogMode log = spec.serving().accessLog();
    if (log != null && log != AccessLogMode.All) {
      serving.put("accessLog", log.name().toLowerCase(Locale.ROOT));
    }
    access(root.putObject("access"), spec.access(), deployment.getMetadata().getNamespace());
    return Json.pretty(root);
  }

  private static void model(ObjectNode node, Model model) {
    node.put("name", model.name());
    Optional.ofNullable(model.minimumVersion()).ifPresent(v -> node.put("minimumVersion", v));
    Optional.ofNullable(model.digest()).ifPresent(d -> node.put("digest", d));
  }

  private static void access(ObjectNode node, Access access, String namespace) {
    node.put("requireClientCertificate", access.clientCA() != null);
    var identities = node.putArray("identities");
    access.identities().forEach(identities::add);
    // Absent where there are none, so that those without have the settings that they always had.
    for (Access.CallingServiceAccount account : access.serviceAccounts()) {
      String of = Objects.requireNonNullElse(account.namespace(), namespace);
      node.withArray("serviceAccounts").add("system:serviceaccount:" + of + ":" + account.name());
    }
  }
}
