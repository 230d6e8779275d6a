package dev.martello.operator.desired;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.crds.Access;
import dev.martello.crds.AccessLogMode;
import dev.martello.crds.CallRate;
import dev.martello.crds.CallerLimit;
import dev.martello.crds.Model;
import dev.martello.crds.ModelDeployment;
import dev.martello.crds.ModelDeploymentSpec;
import dev.martello.crds.OutputLimit;
import java.util.List;
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
    Optional.ofNullable(model.memory()).ifPresent(strict -> node.put("memory", "strict"));
  }

  private static void access(ObjectNode node, Access access, String namespace) {
    node.put("requireClientCertificate", access.clientCA() != null);
    var identities = node.putArray("identities");
    access.identities().forEach(identities::add);
    // Absent where there are none, so that those without have the settings that they always had.
    accounts(node, access.serviceAccounts(), namespace);
    for (CallerLimit limit : access.limits()) {
      limit(node.withArray("limits").addObject(), limit, namespace);
    }
  }

  private static void accounts(
      ObjectNode node, List<Access.CallingServiceAccount> accounts, String namespace) {
    for (Access.CallingServiceAccount account : accounts) {
      String of = Objects.requireNonNullElse(account.namespace(), namespace);
      node.withArray("serviceAccounts").add("system:serviceaccount:" + of + ":" + account.name());
    }
  }

  private static void limit(ObjectNode node, CallerLimit limit, String namespace) {
    node.put("name", limit.name());
    limit.identities().forEach(identity -> node.withArray("identities").add(identity));
    accounts(node, limit.serviceAccounts(), namespace);
    OutputLimit outputs = limit.outputs();
    if (outputs != null) {
      ObjectNode shown = node.putObject("outputs");
      outputs.names().forEach(name -> shown.withArray("names").add(name));
      Optional.ofNullable(outputs.top()).ifPresent(top -> shown.put("top", top));
      Optional.ofNullable(outputs.hideScores()).ifPresent(hide -> shown.put("hideScores", hide));
      Optional.ofNullable(outputs.decimals()).ifPresent(count -> shown.put("decimals", count));
    }
    CallRate rate = limit.rate();
    if (rate != null) {
      ObjectNode given = node.putObject("rate");
      Optional.ofNullable(rate.requestsPerMinute())
          .ifPresent(count -> given.put("requestsPerMinute", count));
      Optional.ofNullable(rate.rowsPerMinute())
          .ifPresent(count -> given.put("rowsPerMinute", count));
    }
  }
}
