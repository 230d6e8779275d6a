package dev.martello.operator.fleet;

import dev.martello.crds.ComplianceStatus;
import dev.martello.crds.ControlStatus;
import dev.martello.crds.Finding;
import dev.martello.crds.ModelDeployment;
import dev.martello.crds.ModelDeploymentStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one check found on one deployment. */
record Judgement(String namespace, String deployment, ControlStatus control) {

  /** The order in which deployments are told everywhere. */
  static final Comparator<ModelDeployment> BY_NAME =
      Comparator.comparing((ModelDeployment d) -> d.getMetadata().getNamespace())
          .thenComparing(d -> d.getMetadata().getName());

  /** Worst first. */
  private static final List<Finding> WORST_FIRST =
      List.of(
          Finding.NotSatisfied,
          Finding.Unknown,
          Finding.Accepted,
          Finding.Manual,
          Finding.Satisfied,
          Finding.NotApplicable);

  String where() {
    return namespace + "/" + deployment;
  }

  Finding finding() {
    return control.finding();
  }

  static List<ControlStatus> controls(ModelDeployment deployment) {
    return Optional.ofNullable(deployment.getStatus())
        .map(ModelDeploymentStatus::compliance)
        .map(ComplianceStatus::controls)
        .orElse(List.of());
  }

  /** By check, in the order in which checks are met. */
  static Map<String, List<Judgement>> byCheck(List<ModelDeployment> deployments) {
    Map<String, List<Judgement>> byCheck = new LinkedHashMap<>();
    for (ModelDeployment deployment : deployments) {
      for (ControlStatus control : controls(deployment)) {
        byCheck
            .computeIfAbsent(control.id(), id -> new ArrayList<>())
            .add(
                new Judgement(
                    deployment.getMetadata().getNamespace(),
                    deployment.getMetadata().getName(),
                    control));
      }
    }
    return byCheck;
  }

  static Finding worst(List<Judgement> of) {
    return of.stream()
        .map(Judgement::finding)
        .min(Comparator.comparingInt(WORST_FIRST::indexOf))
        .orElseThrow();
  }

  static int count(List<Judgement> of, Finding finding) {
    return (int) of.stream().filter(judgement -> judgement.finding() == finding).count();
  }
}
