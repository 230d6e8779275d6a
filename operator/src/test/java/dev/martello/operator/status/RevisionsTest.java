package dev.martello.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.martello.crds.ModelDeploymentSpec;
import dev.martello.crds.ModelDeploymentStatus;
import dev.martello.crds.RevisionStatus;
import dev.martello.crds.RevisionStatus.Result;
import dev.martello.operator.desired.RevisionSpec;
import dev.martello.operator.desired.Rollout;
import dev.martello.operator.observed.ObservedPod;
import dev.martello.operator.observed.Scene;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which revisions there were, what became of each, and when one has had its time. */
class RevisionsTest {
  private final Scene before = new Scene();
  private final List<ObservedPod> oldPods = before.situation().observed().pods();
  private final Deployment old =
      Scene.complete(before.desired().object(Deployment.class).orElseThrow());
  private final Scene scene = new Scene();

  /** The next revision, not ready yet, beside the old one that serves. */
  private void next() {
    scene.status = NextStatus.of(before.situation());
    scene.generation = 4;
    scene.spec("/serving", Map.of("drainSeconds", 20));
    scene.deployments = all -> List.of(old, down(all.getFirst()));
    scene.pods =
        pods -> Stream.concat(pods.stream().map(RevisionsTest::down), oldPods.stream()).toList();
  }

  @Test
  void theFirstOneSaysWhatItIs() {
    RevisionStatus first = NextStatus.of(before.situation()).revisions().getFirst();
    assertThat(first.result()).isEqualTo(Result.Serving);
    assertThat(first.revision()).isEqualTo(before.desired().revision());
    assertThat(first.runtimeImage()).isEqualTo(Scene.IMAGE);
    assertThat(first.model().signer()).isEqualTo("data-science");
    assertThat(first.begun()).isEqualTo("2026-11-23T08:10:00Z");
  }

  @Test
  void theOldOneServesUntilItIsReplaced() {
    next();
    ModelDeploymentStatus coming = NextStatus.of(scene.situation());
    assertThat(results(coming)).containsExactly(Result.RollingOut, Result.Serving);

    scene.status = coming;
    scene.now = Scene.NOW.plusSeconds(60);
    scene.deployments = all -> all;
    scene.pods = pods -> pods;
    ModelDeploymentStatus there = NextStatus.of(scene.situation());
    assertThat(results(there)).containsExactly(Result.Serving, Result.Replaced);
    assertThat(there.revisions().getFirst().since()).isEqualTo("2026-11-23T08:11:00Z");
    assertThat(there.revisions().getFirst().begun()).isEqualTo("2026-11-23T08:10:00Z");
  }

  @Test
  void oneThatIsLateGoesToZeroAndTheOldOneServesOn() {
    next();
    scene.status = NextStatus.of(scene.situation());
    scene.now = Scene.NOW.plusSeconds(599);
    assertThat(NextStatus.of(scene.situation()).refused()).isNull();

    scene.now = Scene.NOW.plusSeconds(600);
    ModelDeploymentStatus late = NextStatus.of(scene.situation());
    assertThat(late.refused().revision()).isEqualTo(scene.desired().revision());
    assertThat(late.refused().reason()).isEqualTo("ProgressDeadlineExceeded");
    assertThat(late.refused().message())
        .contains("within 600 s")
        .contains("Revision " + before.desired().revision() + " serves on");
    assertThat(results(late)).containsExactly(Result.Refused, Result.Serving);
    assertThat(late.revision()).isEqualTo(before.desired().revision());

    // Nothing flaps: with its pods gone its Deployment is complete, and it stays refused.
    scene.status = late;
    scene.now = Scene.NOW.plusSeconds(700);
    scene.pods = pods -> oldPods;
    scene.deployments = all -> List.of(old, Scene.complete(scaledToZero(all.getFirst())));
    ModelDeploymentStatus later = NextStatus.of(scene.situation());
    assertThat(NextStatus.unchanged(late, withCounts(later, late))).isTrue();
  }

  @Test
  void theReasonIsWhatKeepsItsPods() {
    next();
    scene.deployments =
        all ->
            List.of(
                old,
                new DeploymentBuilder(down(all.getFirst()))
                    .editStatus()
                    .addNewCondition()
                    .withType("ReplicaFailure")
                    .withStatus("True")
                    .withReason("FailedCreate")
                    .withMessage("pods \"breast-cancer-x1\" is forbidden: exceeded quota: compute")
                    .endCondition()
                    .endStatus()
                    .build());
    scene.pods = pods -> oldPods;
    scene.status = NextStatus.of(scene.situation());
    assertThat(scene.status.condition("Ready").orElseThrow().message())
        .isEqualTo("A pod can't be made: exceeded quota: compute");
    scene.now = Scene.NOW.plusSeconds(600);
    assertThat(NextStatus.of(scene.situation()).refused().reason()).isEqualTo("FailedCreate");
  }

  @Test
  void aChangeOfTheSpecGivesAllTheTimeAgain() {
    next();
    scene.status = NextStatus.of(scene.situation());
    scene.now = Scene.NOW.plusSeconds(500);
    scene.generation = 5;
    scene.spec("/governance/owner", "another");
    scene.status = NextStatus.of(scene.situation());
    scene.now = Scene.NOW.plusSeconds(700);
    assertThat(NextStatus.of(scene.situation()).refused()).isNull();
    scene.now = Scene.NOW.plusSeconds(1100);
    scene.status = NextStatus.of(scene.situation());
    assertThat(scene.status.refused()).isNotNull();

    // Also when it was given up already.
    scene.generation = 6;
    scene.spec("/progressDeadlineSeconds", 900);
    ModelDeploymentStatus again = NextStatus.of(scene.situation());
    assertThat(again.refused()).isNull();
    assertThat(results(again)).containsExactly(Result.RollingOut, Result.Serving);
  }

  @Test
  void anAutoscalerGivesNoTime() {
    next();
    scene.status = NextStatus.of(scene.situation());
    RevisionStatus begun = scene.status.revisions().getFirst();
    for (int replicas = 2; replicas <= 6; replicas++) {
      scene.generation++;
      scene.spec("/replicas", replicas);
      scene.now = Scene.NOW.plusSeconds(100L * (replicas - 1));
      scene.status = NextStatus.of(scene.situation());
      assertThat(scene.status.refused()).isNull();
      assertThat(scene.status.revisions().getFirst()).isEqualTo(begun);
    }
    scene.now = Scene.NOW.plusSeconds(600);
    scene.status = NextStatus.of(scene.situation());
    assertThat(scene.status.refused().reason()).isEqualTo("ProgressDeadlineExceeded");
    assertThat(scene.status.revisions().getFirst().specSha256()).isNull();
  }

  @Test
  void aStatusOfAnEarlierOperatorKnowsTheGenerationOnly() {
    next();
    scene.status = NextStatus.of(scene.situation());
    RevisionStatus head = scene.status.revisions().getFirst();
    RevisionStatus earlier = head.becoming(Result.RollingOut, head.since());
    assertThat(earlier.specSha256()).isNull();
    assertThat(Revisions.ofThatSpec(earlier, scene.situation())).isTrue();
    scene.generation = 5;
    scene.spec("/replicas", 3);
    assertThat(Revisions.ofThatSpec(earlier, scene.situation())).isFalse();
    assertThat(Revisions.ofThatSpec(head, scene.situation())).isTrue();
  }

  @Test
  void withoutAnEarlierOneItIsReportedAndGoesOn() {
    scene.deployments = all -> List.of(down(all.getFirst()));
    scene.pods = pods -> pods.stream().map(RevisionsTest::down).toList();
    scene.status = NextStatus.of(scene.situation());
    scene.now = Scene.NOW.plusSeconds(600);
    ModelDeploymentStatus late = NextStatus.of(scene.situation());
    assertThat(late.refused()).isNull();
    assertThat(late.condition("Stalled").orElseThrow().reason())
        .isEqualTo("ProgressDeadlineExceeded");
  }

  @Test
  void aRefusedOneIsNotBroughtBackWhenNothingServes() {
    next();
    scene.status = NextStatus.of(scene.situation());
    scene.now = Scene.NOW.plusSeconds(600);
    scene.status = NextStatus.of(scene.situation());
    Deployment refused =
        new DeploymentBuilder(
                Scene.complete(
                    scaledToZero(scene.desired().object(Deployment.class).orElseThrow())))
            .editStatus()
            .addNewCondition()
            .withType("Progressing")
            .withReason("NewReplicaSetAvailable")
            .endCondition()
            .endStatus()
            .build();
    scene.generation = 5;
    scene.spec("/serving", Map.of("drainSeconds", 30));
    Rollout rollout = Rollout.plan(scene.deployment(), scene.desired(), List.of(refused));
    assertThat(rollout.scale()).isEmpty();
    assertThat(rollout.delete()).containsExactly(refused.getMetadata().getName());
  }

  @Test
  void tenAreKept() {
    for (int i = 0; i < 12; i++) {
      int drain = 30 + i;
      scene.generation = 10 + i;
      scene.spec("/serving", Map.of("drainSeconds", drain));
      scene.status = NextStatus.of(scene.situation());
    }
    assertThat(scene.status.revisions()).hasSize(10);
    assertThat(scene.status.revisions().getFirst().revision())
        .isEqualTo(scene.desired().revision());
    assertThat(results(scene.status).subList(1, 10)).containsOnly(Result.Replaced);
  }

  @Test
  void oneThatNeverServedIsSuperseded() {
    next();
    scene.status = NextStatus.of(scene.situation());
    scene.generation = 5;
    scene.spec("/serving", Map.of("drainSeconds", 40));
    assertThat(results(NextStatus.of(scene.situation())))
        .containsExactly(Result.RollingOut, Result.Superseded, Result.Serving);
  }

  @Test
  void theSpecThatItRecordsMakesTheSameRevisionAgain() throws Exception {
    ObjectMapper json = new ObjectMapper();
    scene
        .spec("/scheduling", Map.of("nodeSelector", Map.of("b", "1", "a", "2")))
        .spec("/podMetadata", Map.of("labels", Map.of("x", "y")))
        .spec("/access/clientCA", Map.of("configMapName", "callers"));
    String recorded = RevisionSpec.json(scene.deployment().getSpec());
    Scene again = new Scene();
    json.readTree(recorded).properties().forEach(f -> again.spec("/" + f.getKey(), f.getValue()));
    again.signers = scene.signers;
    assertThat(again.desired().revision()).isEqualTo(scene.desired().revision());
    assertThat(json.readValue(recorded, ModelDeploymentSpec.class).access().from()).isEmpty();
    assertThat(recorded).doesNotContain("null", "replicas", "governance");
  }

  @Test
  void whoChangedTheSpecAndOfWhichCommitItIs() {
    var deployment = scene.deployment();
    deployment
        .getMetadata()
        .setManagedFields(
            List.of(
                entry("kubectl-client-side-apply", "f:spec", "2026-11-23T08:00:00Z", null),
                entry("kubectl-edit", "f:spec", "2026-11-23T08:05:00Z", null),
                entry("labeller", "f:metadata", "2026-11-23T08:08:00Z", null),
                entry("kubectl", "f:spec", "2026-11-23T08:07:00Z", "scale"),
                entry("martello-operator", "f:status", "2026-11-23T08:09:00Z", "status")));
    deployment.getMetadata().setAnnotations(Map.of("martello.dev/git-commit", "3f78685"));
    assertThat(Authorship.changedBy(deployment)).contains("kubectl-edit");
    assertThat(Authorship.gitCommit(deployment)).contains("3f78685");
    assertThat(Authorship.changedBy(scene.deployment())).isEmpty();
    assertThat(Authorship.gitCommit(scene.deployment())).isEmpty();
  }

  private static ManagedFieldsEntry entry(
      String manager, String root, String time, String subresource) {
    FieldsV1 fields = new FieldsV1();
    fields.setAdditionalProperty(root, Map.of());
    return new ManagedFieldsEntryBuilder()
        .withManager(manager)
        .withFieldsV1(fields)
        .withTime(time)
        .withSubresource(subresource)
        .build();
  }

  private static List<Result> results(ModelDeploymentStatus status) {
    return status.revisions().stream().map(RevisionStatus::result).toList();
  }

  private static ModelDeploymentStatus withCounts(
      ModelDeploymentStatus of, ModelDeploymentStatus counts) {
    return new ModelDeploymentStatus(
        of.observedGeneration(),
        of.conditions(),
        of.revision(),
        of.refused(),
        counts.replicas(),
        counts.readyReplicas(),
        of.selector(),
        of.model(),
        of.certificate(),
        of.compliance(),
        of.revisions(),
        of.lastDrift(),
        of.evaluations());
  }

  private static Deployment down(Deployment deployment) {
    return new DeploymentBuilder(deployment)
        .editStatus()
        .withAvailableReplicas(0)
        .endStatus()
        .build();
  }

  private static Deployment scaledToZero(Deployment deployment) {
    return new DeploymentBuilder(deployment).editSpec().withReplicas(0).endSpec().build();
  }

  private static ObservedPod down(ObservedPod pod) {
    return new ObservedPod(
        new PodBuilder(pod.pod())
            .editMetadata()
            .withName("next-" + pod.name())
            .withUid("next-" + pod.uid())
            .endMetadata()
            .editStatus()
            .editFirstCondition()
            .withStatus("False")
            .endCondition()
            .endStatus()
            .build(),
        pod.evidence(),
        pod.managementTls(),
        pod.inferencePort());
  }
}
