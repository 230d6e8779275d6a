package dev.martello.operator.status;

import dev.martello.crds.ComplianceStatus;
import dev.martello.crds.ControlStatus;
import dev.martello.crds.Finding;
import dev.martello.crds.ModelDeploymentStatus;
import dev.martello.operator.findings.Judged;
import dev.martello.operator.findings.Profile;
import dev.martello.operator.findings.Reason;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The findings as the resource shows them: "n/m" counts n satisfied of m satisfied, not satisfied,
 * unknown or accepted.
 */
final class ComplianceReport {
  private ComplianceReport() {}

  static ComplianceStatus of(
      List<Judged> judged, Profile profile, @Nullable ModelDeploymentStatus previous, Instant now) {
    Map<String, ControlStatus> before =
        Optional.ofNullable(previous).map(ModelDeploymentStatus::compliance).stream()
            .flatMap(compliance -> compliance.controls().stream())
            .collect(Collectors.toMap(ControlStatus::id, control -> control, (a, b) -> a));
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    List<ControlStatus> controls =
        judged.stream().map(j -> control(j, before.get(j.check().id()), time)).toList();
    int satisfied = count(judged, Finding.Satisfied);
    int counted =
        satisfied
            + count(judged, Finding.NotSatisfied)
            + count(judged, Finding.Unknown)
            + count(judged, Finding.Accepted);
    int needNode =
        (int)
            judged.stream()
                .filter(j -> j.verdict().finding() == Finding.Unknown)
                .filter(j -> j.verdict().reason().equals(Reason.EmbeddedCluster.name()))
                .count();
    return new ComplianceStatus(
        satisfied + "/" + counted,
        satisfied,
        counted,
        needNode,
        count(judged, Finding.Accepted),
        EvidenceRoom.fitted(controls),
        profile.name(),
        profile.framework());
  }

  private static ControlStatus control(Judged judged, @Nullable ControlStatus before, String now) {
    var verdict = judged.verdict();
    String since = before != null && before.finding() == verdict.finding() ? before.since() : now;
    return new ControlStatus(
        judged.check().id(),
        String.join(", ", judged.check().controls()),
        verdict.finding(),
        verdict.reason(),
        verdict.evidence(),
        judged.check().grade(),
        since);
  }

  private static int count(List<Judged> judged, Finding finding) {
    return (int) judged.stream().filter(j -> j.verdict().finding() == finding).count();
  }
}
