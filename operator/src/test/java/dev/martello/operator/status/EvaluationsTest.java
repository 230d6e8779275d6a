package dev.martello.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.crds.Condition;
import dev.martello.crds.EvaluationVerdict;
import dev.martello.crds.ModelDeploymentStatus;
import dev.martello.operator.desired.Desired;
import dev.martello.operator.observed.EvaluationPod;
import dev.martello.operator.observed.ObservedEvaluation;
import dev.martello.operator.observed.ObservedPod;
import dev.martello.operator.observed.PodWarning;
import dev.martello.operator.observed.Scene;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a Job's pod to a revision that may serve, or may not. */
class EvaluationsTest {
  private static final String FELL_SHORT = contract();
  private static final String PASSED =
      FELL_SHORT.replace("\"passed\":false", "\"passed\":true").replace("falls short", "is fine");

  private final Scene scene = new Scene().demandingEvaluation();

  @Test
  void untilThereIsAVerdictAJobRunsAndNoPodServes() {
    Desired desired = scene.desired();
    assertThat(desired.object(Job.class)).isPresent();
    assertThat(replicas(desired)).isZero();
    ModelDeploymentStatus status = NextStatus.of(scene.situation());
    assertThat(status.evaluations()).isEmpty();
    assertThat(reason(status, "Ready")).isEqualTo("Evaluating");
    assertThat(status.condition("Reconciling")).isPresent();
  }

  @Test
  void whoPassesServesWithExactlyTheJudgedModel() {
    ended(0, PASSED);
    scene.status = NextStatus.of(scene.situation());
    EvaluationVerdict verdict = scene.status.evaluations().getFirst();
    assertThat(verdict.passed()).isTrue();
    assertThat(verdict.revision()).isEqualTo(scene.desired().revision());
    assertThat(verdict.value()).isEqualTo("0.9123");
    assertThat(scene.status.refused()).isNull();

    Desired desired = scene.desired();
    assertThat(desired.object(Job.class)).isEmpty();
    assertThat(replicas(desired)).isEqualTo(1);
    assertThat(arguments(desired)).contains("--plaintext-sha256=" + "4".repeat(64));
  }

  @Test
  void aSignersReportIsAVerdictWithoutTimes() {
    ended(
        0,
        PASSED
            .replace("\"p50Microseconds\":180,\"p95Microseconds\":210,", "\"by\":\"signer\",")
            .replace("\"memoryBytes\":131072000,", ""));
    EvaluationVerdict verdict = NextStatus.of(scene.situation()).evaluations().getFirst();
    assertThat(verdict.by()).isEqualTo("signer");
    assertThat(verdict.p95Microseconds()).isNull();
    assertThat(verdict.memoryBytes()).isNull();
  }

  @Test
  void aVerdictDoesNotChangeTheRevision() {
    String before = scene.desired().revision();
    ended(0, PASSED);
    scene.status = NextStatus.of(scene.situation());
    assertThat(scene.desired().revision()).isEqualTo(before);
    scene.spec("/evaluation/minimum", "0.99");
    assertThat(scene.desired().revision()).isNotEqualTo(before);
    assertThat(scene.desired().object(Job.class)).isPresent();
  }

  @Test
  void whoFallsShortIsRefusedAndToldByHowMuch() {
    ended(4, FELL_SHORT);
    scene.status = NextStatus.of(scene.situation());
    assertThat(reason(scene.status, "Stalled")).isEqualTo("EvaluationFellShort");
    assertThat(scene.status.refused().message()).contains("0.0377 below the minimum 0.95");
    assertThat(replicas(scene.desired())).isZero();
    assertThat(scene.desired().object(Job.class)).isEmpty();

    // Another generation of the same revision lifts no verdict.
    scene.evaluation = Optional.empty();
    scene.generation = 4;
    assertThat(NextStatus.of(scene.situation()).refused().reason())
        .isEqualTo("EvaluationFellShort");
  }

  @ParameterizedTest
  @CsvSource({"1", "3", "4", "137"})
  void onlyThePodsOwnEndMakesItPass(int exitCode) {
    ended(exitCode, PASSED);
    assertThat(NextStatus.of(scene.situation()).evaluations()).isEmpty();
  }

  @Test
  void aPodThatIsNotAsRenderedHasNoSay() {
    String image = Scene.IMAGE.replace("a".repeat(64), "e".repeat(64));
    forged(pod -> edit(pod, c -> c.setImage(image)));
    forged(pod -> edit(pod, c -> c.setArgs(List.of("evaluate"))));
    forged(pod -> edit(pod, c -> c.setCommand(List.of("/bin/sh"))));
    forged(pod -> edit(pod, c -> c.getVolumeMounts().removeFirst()));
    forged(pod -> edit(pod, c -> c.getEnv().removeFirst()));
    forged(
        pod ->
            new PodBuilder(pod)
                .editSpec()
                .editVolume(0)
                .editImage()
                .withReference("registry.example/other@sha256:" + "f".repeat(64))
                .endImage()
                .endVolume()
                .endSpec()
                .build());
    forged(
        pod ->
            new PodBuilder(pod)
                .editSpec()
                .addNewInitContainer()
                .withName("more")
                .endInitContainer()
                .endSpec()
                .build());
  }

  @Test
  void whatNeverOpensIsRefusedForGood() {
    ended(3, "{\"reason\":\"DatasetKeyDoesNotOpen\",\"message\":\"dataset: no.\"}");
    ModelDeploymentStatus status = NextStatus.of(scene.situation());
    assertThat(status.refused().reason()).isEqualTo("DatasetKeyDoesNotOpen");
    assertThat(status.refused().message()).contains("Evaluation: dataset: no.", "delete Job");
    assertThat(status.evaluations()).isEmpty();
  }

  @Test
  void aJobThatCameToNoEndIsNoVerdict() {
    Job failed =
        new JobBuilder(job())
            .withNewStatus()
            .addNewCondition()
            .withType("Failed")
            .withStatus("True")
            .withReason("DeadlineExceeded")
            .withMessage("Job was active longer than specified deadline")
            .endCondition()
            .endStatus()
            .build();
    scene.evaluation = Optional.of(new ObservedEvaluation(failed, List.of(), List.of()));
    ModelDeploymentStatus status = NextStatus.of(scene.situation());
    assertThat(reason(status, "Stalled")).isEqualTo("EvaluationNotFinished");
    assertThat(status.condition("Stalled").orElseThrow().message())
        .contains("longer than specified deadline", "delete Job breast-cancer-");
    assertThat(status.refused()).isNull();
  }

  @Test
  void whatKeepsTheEvaluationFromStartingIsSaid() {
    Job job = job();
    Pod waiting = pod(job, pod -> pod, 0, "");
    waiting.setStatus(null);
    scene.evaluation =
        Optional.of(
            new ObservedEvaluation(
                job,
                List.of(ObservedPod.unasked(waiting)),
                List.of(
                    new PodWarning(
                        "evaluation-pod", "FailedMount", "secret \"holdout-key\" not found"))));
    ModelDeploymentStatus status = NextStatus.of(scene.situation());
    assertThat(reason(status, "Ready")).isEqualTo("SecretMissing");
    assertThat(status.condition("Ready").orElseThrow().message()).contains("holdout-key");
  }

  @Test
  void anEmbeddedClusterRunsNoJobs() {
    scene.embedded = true;
    assertThat(reason(NextStatus.of(scene.situation()), "Stalled")).isEqualTo("EmbeddedCluster");
  }

  @Test
  void aVerdictIsKeptAsLongAsItsRevisionStands() {
    scene.evaluated(true, "accuracy", "0.97");
    Deployment older = Scene.complete(scene.desired().object(Deployment.class).orElseThrow());
    scene.spec("/evaluation/minimum", "0.96");
    scene.deployments = some -> List.of(older);
    assertThat(NextStatus.of(scene.situation()).evaluations()).hasSize(1);
    scene.deployments = some -> List.of();
    assertThat(NextStatus.of(scene.situation()).evaluations()).isEmpty();
  }

  @Test
  void nobodyIsEvaluatedWhoIsNotToServe() {
    scene.spec("/suspend", true);
    assertThat(scene.desired().object(Job.class)).isEmpty();
  }

  private void forged(UnaryOperator<Pod> change) {
    Job job = job();
    scene.evaluation =
        Optional.of(
            new ObservedEvaluation(
                job, List.of(ObservedPod.unasked(pod(job, change, 0, PASSED))), List.of()));
    assertThat(NextStatus.of(scene.situation()).evaluations()).isEmpty();
  }

  private void ended(int exitCode, String message) {
    Job job = job();
    Pod pod = pod(job, same -> same, exitCode, message);
    scene.evaluation =
        Optional.of(new ObservedEvaluation(job, List.of(ObservedPod.unasked(pod)), List.of()));
  }

  private Job job() {
    return scene.desired().object(Job.class).orElseThrow();
  }

  private static Pod edit(
      Pod pod, java.util.function.Consumer<io.fabric8.kubernetes.api.model.Container> change) {
    Pod copy = new PodBuilder(pod).build();
    change.accept(copy.getSpec().getContainers().getFirst());
    return copy;
  }

  private static Pod pod(Job job, UnaryOperator<Pod> change, int exitCode, String message) {
    Pod own = change.apply(EvaluationPod.of(job, "evaluation-pod"));
    return EvaluationPod.ended(own, exitCode, message);
  }

  private static int replicas(Desired desired) {
    return desired.object(Deployment.class).orElseThrow().getSpec().getReplicas();
  }

  private static List<String> arguments(Desired desired) {
    return desired
        .object(Deployment.class)
        .orElseThrow()
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst()
        .getArgs();
  }

  private static String reason(ModelDeploymentStatus status, String type) {
    return status.condition(type).map(Condition::reason).orElse("absent");
  }

  private static String contract() {
    try {
      return Files.readString(Path.of("../docs/contracts/evaluation-result.json"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
