package dev.martello.cli.report;

import dev.martello.crds.Compliance;
import dev.martello.crds.ComplianceStatus;
import dev.martello.crds.ControlStatus;
import dev.martello.crds.Governance;
import dev.martello.crds.ModelDeploymentStatus;
import java.util.List;
import java.util.Optional;

/**
 * One ModelDeployment as far as a report shows it.
 *
 * @param uid empty if it was not given, as in a file that was written by hand
 * @param generation of its spec; 0 if not given
 * @param status empty if the operator has not written one
 */
record Deployment(
    String namespace,
    String name,
    String uid,
    long generation,
    String model,
    Governance governance,
    Optional<ModelDeploymentStatus> status) {

  private static final String STANDARD = Compliance.ISO_27001_2022;

  String fullName() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }

  Optional<ComplianceStatus> compliance() {
    return status.map(ModelDeploymentStatus::compliance);
  }

  List<ControlStatus> controls() {
    return compliance().map(ComplianceStatus::controls).orElse(List.of());
  }

  Score score() {
    return Score.of(controls());
  }

  /** What a reader must know before he believes the rest. */
  List<String> caveats() {
    var caveats = new java.util.ArrayList<String>();
    if (controls().isEmpty()) {
      caveats.add("Not judged yet: the operator has written no findings.");
      return caveats;
    }
    long seen =
        status
            .flatMap(present -> Optional.ofNullable(present.observedGeneration()))
            .orElse(generation);
    if (seen != generation) {
      caveats.add(
          "The spec has changed since: findings are of generation %d, the spec is of %d."
              .formatted(seen, generation));
    }
    var claimed = compliance().map(ComplianceStatus::score).orElse("");
    if (!claimed.equals(score().toString())) {
      caveats.add(
          "The status says %s, but its controls count %s; this report counts the controls."
              .formatted(claimed, score()));
    }
    compliance()
        .filter(judged -> judged.profile() != null && !judged.profile().equals(STANDARD))
        .ifPresent(
            judged ->
                caveats.add(
                    "Judged by profile %s; ids of controls belong to: %s."
                        .formatted(
                            judged.profile(),
                            Optional.ofNullable(judged.framework()).orElse("not said"))));
    return caveats;
  }
}
