package dev.martello.operator.status;

import dev.martello.crds.EvaluationVerdict;
import dev.martello.crds.ModelDeploymentStatus;
import dev.martello.operator.desired.Desired;
import dev.martello.operator.findings.Situation;
import dev.martello.operator.observed.EvaluationResult;
import dev.martello.operator.observed.Labels;
import dev.martello.operator.observed.ObservedEvaluation;
import dev.martello.operator.observed.ObservedPod;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The verdicts of evaluations: a new one is read once, and kept as long as its revision stands. */
final class Evaluations {
  private static final int PASSED = 0;
  private static final int FELL_SHORT = 4;

  private Evaluations() {}

  static List<EvaluationVerdict> of(Situation situation) {
    List<EvaluationVerdict> verdicts =
        new ArrayList<>(
            Optional.ofNullable(situation.observed().deployment().getStatus())
                .map(ModelDeploymentStatus::evaluations)
                .orElse(List.of()));
    Set<String> standing = new HashSet<>();
    situation.desired().map(Desired::revision).ifPresent(standing::add);
    situation.observed().dependents().deployments().stream()
        .map(d -> d.getMetadata().getLabels())
        .flatMap(Stream::ofNullable)
        .map(labels -> labels.getOrDefault(Labels.REVISION, ""))
        .forEach(standing::add);
    verdicts.removeIf(verdict -> !standing.contains(verdict.revision()));
    situation
        .desired()
        .map(Desired::revision)
        .filter(revision -> verdicts.stream().noneMatch(v -> v.revision().equals(revision)))
        .flatMap(revision -> verdict(situation, revision))
        .ifPresent(verdicts::add);
    return List.copyOf(verdicts);
  }

  /** Only from a pod that was admitted as we rendered it, and that ended as its verdict says. */
  private static Optional<EvaluationVerdict> verdict(Situation situation, String revision) {
    return pods(situation)
        .flatMap(pod -> pod.ended().stream())
        .map(ended -> result(ended).map(result -> verdict(revision, result)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** The evaluation pods of the desired revision that are what we rendered. */
  static Stream<ObservedPod> pods(Situation situation) {
    Optional<Job> rendered = situation.desired().flatMap(desired -> desired.object(Job.class));
    Optional<ObservedEvaluation> seen = situation.observed().dependents().evaluation();
    return rendered.isEmpty()
        ? Stream.empty()
        : seen.stream()
            .flatMap(evaluation -> evaluation.pods().stream())
            .filter(pod -> AsRendered.holds(rendered.get(), pod.pod()));
  }

  private static Optional<EvaluationResult> result(ContainerStateTerminated ended) {
    int code = Optional.ofNullable(ended.getExitCode()).orElse(-1);
    return EvaluationResult.parse(ended.getMessage())
        .filter(result -> code == (result.passed() ? PASSED : FELL_SHORT));
  }

  private static EvaluationVerdict verdict(String revision, EvaluationResult result) {
    return new EvaluationVerdict(
        revision,
        result.passed(),
        result.text("model"),
        result.text("dataset"),
        result.text("datasetName"),
        result.text("metric"),
        result.number("value"),
        result.number("lower"),
        result.number("upper"),
        Objects.requireNonNull(result.whole("rows")),
        result.number(result.figures().has("minimum") ? "minimum" : "maximum"),
        result.whole("p95Microseconds"),
        result.whole("memoryBytes"),
        result.text("reportSha256"),
        result.figures().path("by").textValue(),
        result.message());
  }
}
