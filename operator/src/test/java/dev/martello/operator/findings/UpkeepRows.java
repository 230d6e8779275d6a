package dev.martello.operator.findings;

import static dev.martello.operator.findings.Row.bad;
import static dev.martello.operator.findings.Row.evidence;
import static dev.martello.operator.findings.Row.not;
import static dev.martello.operator.findings.Row.nothing;
import static dev.martello.operator.findings.Row.satisfied;
import static dev.martello.operator.findings.Row.spec;
import static dev.martello.operator.findings.Row.unknown;

import dev.martello.crds.Finding;
import dev.martello.operator.observed.AuditState;
import dev.martello.operator.observed.ObservedObject;
import dev.martello.operator.observed.Scene;
import dev.martello.operator.observed.Sight;
import dev.martello.operator.observed.Surroundings.Binding;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Tables of the checks on rights, configuration, operation and governance. */
final class UpkeepRows {
  private UpkeepRows() {}

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.addAll(rights());
    rows.addAll(configuration());
    rows.addAll(operation());
    rows.addAll(redundancy());
    rows.addAll(governance());
    rows.addAll(ManualRows.rows());
    rows.addAll(audit());
    List.of("token-absent", "account-unbound", "operator-bound")
        .forEach(
            id ->
                rows.add(
                    unknown(
                        id, "embedded", scene -> scene.embedded = true, Reason.EmbeddedCluster)));
    return rows;
  }

  private static List<Row> audit() {
    String id = "audit-recorded";
    return List.of(
        satisfied(id, "published", nothing(), Reason.AuditHeadPublished),
        bad(
            id,
            "the API server refuses the head",
            scene -> scene.audit = Sight.seen(AuditState.NotPublished),
            Reason.AuditHeadNotPublished),
        bad(
            id,
            "somebody changed the head",
            scene -> scene.audit = Sight.seen(AuditState.Changed),
            Reason.AuditHeadChanged),
        bad(
            id,
            "a line is not on the volume",
            scene -> scene.audit = Sight.seen(AuditState.NotKept),
            Reason.AuditLineNotKept),
        new Row(
            id,
            "nothing decided yet",
            scene -> scene.audit = Sight.unseen("AuditNotOpened", "Nothing decided yet."),
            Finding.Unknown,
            "AuditNotOpened"),
        new Row(
            "owner-named",
            "an approver accepts that for a time",
            scene -> {
              scene.spec("/governance/owner", null);
              scene.exceptions =
                  List.of(
                      ExceptionsTest.exception(
                          "e", "breast-cancer", "owner-named", "2027-01-01T00:00:00Z"));
            },
            Finding.Accepted,
            "ExceptionApproved"));
  }

  private static List<Row> rights() {
    return List.of(
        satisfied("token-absent", "none", nothing(), Reason.NoToken),
        bad(
            "token-absent",
            "readable",
            evidence("/process/serviceAccountToken", "Accepted"),
            Reason.TokenPresent),
        bad(
            "token-absent",
            "there, unreadable",
            evidence("/process/serviceAccountToken", "Refused"),
            Reason.TokenPresent),
        unknown(
            "token-absent",
            "not looked",
            evidence("/process/serviceAccountToken", null),
            Reason.EvidenceIncomplete),
        satisfied("account-unbound", "no binding", nothing(), Reason.AccountUnbound),
        bad(
            "account-unbound",
            "one binding",
            scene ->
                scene.bindings =
                    Sight.seen(List.of(new Binding("RoleBinding", "oops", "ClusterRole/view"))),
            Reason.AccountBound),
        new Row(
            "account-unbound",
            "may not look",
            scene -> scene.bindings = Sight.unseen("Forbidden", "No right to list bindings."),
            Finding.Unknown,
            "Forbidden"),
        satisfied("operator-bound", "bound", nothing(), Reason.OperatorBound),
        bad(
            "operator-bound",
            "policy deleted",
            scene -> scene.operatorPolicyBound = Sight.seen(false),
            Reason.OperatorUnbound),
        new Row(
            "operator-bound",
            "may not look",
            scene -> scene.operatorPolicyBound = Sight.unseen("Forbidden", "No right to get it."),
            Finding.Unknown,
            "Forbidden"));
  }

  private static List<Row> configuration() {
    return List.of(
        satisfied("settings-digest", "as rendered", nothing(), Reason.SettingsRendered),
        bad(
            "settings-digest",
            "other settings",
            evidence("/settings/sha256", "0".repeat(64)),
            Reason.SettingsDiffer),
        bad(
            "settings-digest",
            "other signers",
            evidence("/settings/signersSha256", "0".repeat(64)),
            Reason.SettingsDiffer),
        unknown("settings-digest", "an earlier revision", ModelRows.older(), Reason.OlderRevision),
        unknown(
            "settings-digest",
            "the spec is no longer accepted",
            scene -> {
              var serving = scene.situation().observed().pods();
              scene.pods = none -> serving;
              scene.spec("/runtime", "mine");
            },
            Reason.NothingRendered),
        satisfied("drift-undone", "all as rendered", nothing(), Reason.NoDrift),
        bad("drift-undone", "drifted", drifted(ObservedObject.Standing.Drifted), Reason.Drifted),
        bad("drift-undone", "not ours", drifted(ObservedObject.Standing.NotOurs), Reason.Drifted),
        unknown(
            "drift-undone",
            "not compared",
            scene -> scene.objects = all -> List.of(),
            Reason.NothingRendered));
  }

  static Consumer<Scene> drifted(ObservedObject.Standing standing) {
    return scene ->
        scene.objects =
            all ->
                Stream.concat(
                        all.stream().skip(1),
                        Stream.of(
                            new ObservedObject(
                                "Service",
                                "breast-cancer",
                                standing,
                                "spec.ports set by kubectl-edit")))
                    .toList();
  }

  private static List<Row> operation() {
    return List.of(
        satisfied("access-log", "all", nothing(), Reason.AllLogged),
        bad("access-log", "failures only", evidence("/accessLog", "failures"), Reason.NotAllLogged),
        unknown("access-log", "left out", evidence("/accessLog", null), Reason.EvidenceIncomplete));
  }

  private static List<Row> redundancy() {
    String id = "redundancy";
    return List.of(
        not(id, "one replica", nothing(), Reason.SingleReplica),
        satisfied(id, "two nodes", spec("/replicas", 2), Reason.Redundant),
        bad(
            id,
            "one node",
            spec("/replicas", 2)
                .andThen(
                    scene ->
                        scene.pod =
                            pod ->
                                new PodBuilder(pod)
                                    .editSpec()
                                    .withNodeName("node-0")
                                    .endSpec()
                                    .build()),
            Reason.SingleNode),
        bad(
            id,
            "no budget",
            spec("/replicas", 2)
                .andThen(
                    scene -> {
                      scene.budget = budget -> Optional.empty();
                      scene.objects =
                          all ->
                              all.stream()
                                  .filter(o -> !o.kind().equals("PodDisruptionBudget"))
                                  .toList();
                    }),
            Reason.NoDisruptionBudget),
        unknown(
            id,
            "one pod is down",
            spec("/replicas", 2)
                .andThen(
                    scene ->
                        scene.deployments =
                            all ->
                                all.stream()
                                    .map(
                                        d ->
                                            new DeploymentBuilder(d)
                                                .editStatus()
                                                .withAvailableReplicas(1)
                                                .endStatus()
                                                .build())
                                    .toList()),
            Reason.ReplicasNotReady),
        unknown(
            id,
            "embedded",
            spec("/replicas", 2).andThen(scene -> scene.embedded = true),
            Reason.EmbeddedCluster));
  }

  private static List<Row> governance() {
    return List.of(
        satisfied("owner-named", "owner and purpose", nothing(), Reason.OwnerNamed),
        bad("owner-named", "no owner", spec("/governance/owner", null), Reason.OwnerMissing),
        bad("owner-named", "blank owner", spec("/governance/owner", " "), Reason.OwnerMissing),
        bad("owner-named", "no purpose", spec("/governance/purpose", null), Reason.PurposeMissing),
        satisfied("data-classified", "classified", nothing(), Reason.Classified),
        bad(
            "data-classified",
            "not",
            spec("/governance/dataClassification", null),
            Reason.ClassificationMissing),
        satisfied("review-due", "in the future", nothing(), Reason.ReviewPlanned),
        satisfied(
            "review-due",
            "on the day itself",
            scene -> scene.now = Instant.parse("2027-06-30T23:59:59Z"),
            Reason.ReviewPlanned),
        bad(
            "review-due",
            "the day after",
            scene -> scene.now = Instant.parse("2027-07-01T00:00:00Z"),
            Reason.ReviewOverdue),
        bad(
            "review-due",
            "no date",
            spec("/governance/reviewDate", null),
            Reason.ReviewDateMissing),
        bad(
            "review-due",
            "no such day",
            spec("/governance/reviewDate", "2027-02-30"),
            Reason.ReviewDateMissing));
  }
}
