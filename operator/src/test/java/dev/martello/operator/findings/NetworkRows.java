package dev.martello.operator.findings;

import static dev.martello.operator.findings.Row.bad;
import static dev.martello.operator.findings.Row.evidence;
import static dev.martello.operator.findings.Row.not;
import static dev.martello.operator.findings.Row.nothing;
import static dev.martello.operator.findings.Row.satisfied;
import static dev.martello.operator.findings.Row.spec;
import static dev.martello.operator.findings.Row.unknown;
import static dev.martello.operator.observed.Scene.API_SERVER;
import static dev.martello.operator.observed.Scene.OPERATOR_PORT;
import static dev.martello.operator.observed.Scene.reached;
import static dev.martello.operator.observed.Scene.tried;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.martello.operator.observed.Control;
import dev.martello.operator.observed.ManagementTls;
import dev.martello.operator.observed.Outcome;
import dev.martello.operator.observed.Sight;
import dev.martello.operator.observed.Try;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Tables of the checks on network policies and on whether they are enforced. */
final class NetworkRows {
  private static final Map<String, Object> EVERYBODY = Map.of("namespaceSelector", Map.of());
  private static final Map<String, Object> ANY_ADDRESS =
      Map.of("ipBlock", Map.of("cidr", "0.0.0.0/0"));

  private NetworkRows() {}

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.addAll(callers());
    rows.addAll(limits());
    rows.addAll(policies());
    rows.addAll(ingress());
    rows.addAll(operatorAdmitted());
    rows.addAll(egress());
    return rows;
  }

  private static List<Row> limits() {
    String id = "answers-limited";
    Map<String, Object> partners =
        Map.of("name", "partners", "identities", List.of("partner.example"));
    Map<String, Object> others = Map.of("name", "others", "outputs", Map.of("decimals", 2));
    return List.of(
        not(id, "none asked for", nothing(), Reason.NoLimits),
        not(id, "nobody to limit", spec("/access", null), Reason.NobodyAdmitted),
        satisfied(
            id,
            "everybody else too",
            spec("/access/limits", List.of(partners, others)),
            Reason.AllCallersLimited),
        bad(id, "some only", spec("/access/limits", List.of(partners)), Reason.CallersUnlimited));
  }

  private static List<Row> callers() {
    String id = "callers-named";
    return List.of(
        satisfied(id, "one peer", nothing(), Reason.CallersNamed),
        satisfied(id, "nobody", spec("/access", null), Reason.NobodyAdmitted),
        satisfied(
            id,
            "everybody with a certificate",
            scene ->
                scene
                    .spec("/access/from", List.of(EVERYBODY))
                    .spec("/access/clientCA", Map.of("configMapName", "callers")),
            Reason.CertificateAsked),
        satisfied(
            id,
            "everybody with a token",
            scene ->
                scene
                    .spec("/access/from", List.of(EVERYBODY))
                    .spec("/access/serviceAccounts", List.of(Map.of("name", "checkout"))),
            Reason.TokenAsked),
        bad(id, "every pod", spec("/access/from", List.of(EVERYBODY)), Reason.EverybodyAdmitted),
        bad(
            id,
            "every address",
            spec("/access/from", List.of(ANY_ADDRESS)),
            Reason.EverybodyAdmitted));
  }

  private static List<Row> policies() {
    String id = "network-policies";
    return List.of(
        satisfied(id, "ours as rendered", nothing(), Reason.ClosedBothWays),
        satisfied(
            id,
            "ours as the API server hands it back",
            spec(
                    "/access/from",
                    List.of(
                        peer(Map.of("kubernetes.io/metadata.name", "shop"), Map.of()),
                        Map.of("ipBlock", Map.of("cidr", "198.51.100.0/24")),
                        EVERYBODY))
                .andThen(
                    scene -> scene.policies = all -> all.stream().map(NetworkRows::read).toList()),
            Reason.ClosedBothWays),
        satisfied(
            id,
            "another one that opens nothing",
            scene -> scene.policies = all -> and(all, other(false, "demo")),
            Reason.ClosedBothWays),
        satisfied(
            id,
            "another one for other pods",
            scene -> scene.policies = all -> and(all, other(true, "other")),
            Reason.ClosedBothWays),
        bad(id, "ours deleted", scene -> scene.policies = all -> List.of(), Reason.PolicyMissing),
        bad(
            id,
            "ours opened",
            scene ->
                scene.policies =
                    all ->
                        List.of(
                            new NetworkPolicyBuilder(all.getFirst())
                                .editSpec()
                                .withEgress(new NetworkPolicyEgressRule())
                                .endSpec()
                                .build()),
            Reason.PolicyDiffers),
        bad(
            id,
            "another one opens egress",
            scene -> scene.policies = all -> and(all, other(true, "demo")),
            Reason.PolicyWidened),
        bad(
            id,
            "the pod lost its label",
            scene ->
                scene.pod =
                    pod ->
                        new PodBuilder(pod)
                            .editMetadata()
                            .removeFromLabels("martello.dev/deployment")
                            .endMetadata()
                            .build(),
            Reason.PodNotSelected),
        unknown(id, "the spec is not accepted", spec("/runtime", "mine"), Reason.NothingRendered),
        new Row(
            id,
            "policies can't be listed",
            scene -> scene.policySight = all -> Sight.unseen("Forbidden", "No right to list them."),
            dev.martello.crds.Finding.Unknown,
            "Forbidden"),
        unknown(id, "embedded", scene -> scene.embedded = true, Reason.EmbeddedCluster));
  }

  private static NetworkPolicy read(NetworkPolicy policy) {
    try {
      ObjectMapper json = new ObjectMapper();
      return json.readValue(json.writeValueAsString(policy), NetworkPolicy.class);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static List<NetworkPolicy> and(List<NetworkPolicy> all, NetworkPolicy more) {
    return Stream.concat(all.stream(), Stream.of(more)).toList();
  }

  private static NetworkPolicy other(boolean opens, String deployment) {
    var policy =
        new NetworkPolicyBuilder()
            .withNewMetadata()
            .withName("allow-egress")
            .endMetadata()
            .withNewSpec()
            .withNewPodSelector()
            .addNewMatchExpression()
            .withKey("martello.dev/deployment")
            .withOperator(deployment.equals("demo") ? "Exists" : "DoesNotExist")
            .endMatchExpression()
            .endPodSelector()
            .withPolicyTypes("Egress")
            .endSpec();
    return opens
        ? policy.editSpec().withEgress(new NetworkPolicyEgressRule()).endSpec().build()
        : policy.build();
  }

  private static List<Row> ingress() {
    String id = "network-ingress";
    return List.of(
        satisfied(id, "timed out", nothing(), Reason.IngressBlocked),
        satisfied(
            id,
            "rejected",
            scene -> scene.inferencePort = tried(Outcome.Refused),
            Reason.IngressBlocked),
        bad(
            id,
            "the plugin ignores policies",
            scene -> scene.inferencePort = tried(Outcome.Accepted),
            Reason.PolicyNotEnforced),
        unknown(
            id,
            "the management port did not answer either",
            scene -> scene.managementTls = ManagementTls.notTried("timed out"),
            Reason.NoPositiveControl),
        unknown(
            id,
            "nobody listens there",
            evidence("/tls/tls13", "TimedOut"),
            Reason.NoPositiveControl),
        unknown(id, "not tried", scene -> scene.inferencePort = Try.notTried(""), Reason.NotTried),
        unknown(
            id, "attempts are switched off", spec("/compliance/probing", "Off"), Reason.ProbingOff),
        unknown(
            id,
            "tried 29 s after the start",
            scene ->
                scene.inferencePort =
                    new Try(
                        Outcome.Accepted,
                        Optional.of(java.time.Instant.parse("2026-11-23T08:01:29Z")),
                        ""),
            Reason.PodTooYoung),
        unknown(id, "embedded", scene -> scene.embedded = true, Reason.EmbeddedCluster));
  }

  private static List<Row> operatorAdmitted() {
    String id = "network-ingress";
    String name = "kubernetes.io/metadata.name";
    return List.of(
        satisfied(
            id,
            "named pods of another namespace",
            spec("/access/from", List.of(peer(Map.of(name, "shop"), Map.of()))),
            Reason.IngressBlocked),
        satisfied(
            id,
            "other pods of the operator's namespace",
            spec(
                "/access/from",
                List.of(
                    peer(
                        Map.of(name, "martello-system"),
                        Map.of("app.kubernetes.io/name", "other")))),
            Reason.IngressBlocked),
        unknown(id, "everybody", spec("/access/from", List.of(EVERYBODY)), Reason.OperatorAdmitted),
        unknown(
            id,
            "an address block",
            spec("/access/from", List.of(ANY_ADDRESS)),
            Reason.OperatorAdmitted),
        unknown(
            id,
            "the operator's namespace",
            spec("/access/from", List.of(peer(Map.of(name, "martello-system"), Map.of()))),
            Reason.OperatorAdmitted),
        unknown(
            id,
            "namespaces by another label, which the operator's might have",
            spec("/access/from", List.of(peer(Map.of("team", "a"), Map.of()))),
            Reason.OperatorAdmitted),
        unknown(
            id,
            "all pods of the namespace in which the operator runs too",
            scene -> {
              scene.operatorNamespace = "demo";
              scene.spec("/access/from", List.of(Map.of("podSelector", Map.of())));
            },
            Reason.OperatorAdmitted));
  }

  private static Map<String, Object> peer(Map<String, String> namespace, Map<String, String> pod) {
    return Map.of(
        "namespaceSelector", Map.of("matchLabels", namespace),
        "podSelector", Map.of("matchLabels", pod));
  }

  private static List<Row> egress() {
    String id = "network-egress";
    return List.of(
        satisfied(id, "timed out", nothing(), Reason.EgressBlocked),
        satisfied(id, "rejected", evidence("/egress/outcome", "Refused"), Reason.EgressBlocked),
        bad(
            id,
            "the plugin ignores policies",
            evidence("/egress/outcome", "Accepted"),
            Reason.PolicyNotEnforced),
        unknown(id, "not tried", evidence("/egress/outcome", "NotTried"), Reason.NotTried),
        unknown(id, "left out", evidence("/egress", null), Reason.NotTried),
        unknown(
            id,
            "the operator uses another address",
            scene -> scene.controls = List.of(reached("203.0.113.1:6443"), reached(OPERATOR_PORT)),
            Reason.NoPositiveControl),
        unknown(
            id,
            "the operator doesn't reach the API server either",
            scene ->
                scene.controls =
                    List.of(
                        new Control(API_SERVER, tried(Outcome.TimedOut)), reached(OPERATOR_PORT)),
            Reason.NoPositiveControl),
        unknown(
            id,
            "the operator reached its open port, but too late",
            scene ->
                scene.controls =
                    List.of(
                        reached(API_SERVER),
                        new Control(
                            OPERATOR_PORT,
                            new Try(
                                Outcome.Accepted,
                                Optional.of(scene.receivedAt.plusSeconds(61)),
                                ""))),
            Reason.NoPositiveControl),
        unknown(
            id,
            "no port of the operator's was tried",
            evidence("/operatorPort", null),
            Reason.NotTried),
        bad(
            id,
            "the API server is not reached, the operator's port is",
            evidence("/operatorPort/outcome", "Accepted"),
            Reason.PolicyNotEnforced),
        unknown(
            id, "attempts are switched off", spec("/compliance/probing", "Off"), Reason.ProbingOff),
        unknown(
            id,
            "the pod has just started",
            scene -> scene.receivedAt = java.time.Instant.parse("2026-11-23T08:01:10Z"),
            Reason.PodTooYoung),
        unknown(id, "inconclusive", evidence("/egress/outcome", "Absent"), Reason.TryInconclusive),
        unknown(id, "embedded", scene -> scene.embedded = true, Reason.EmbeddedCluster));
  }
}
