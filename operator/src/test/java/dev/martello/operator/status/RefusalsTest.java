package dev.martello.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.crds.Condition;
import dev.martello.crds.ModelDeployment;
import dev.martello.crds.ModelDeploymentSpec;
import dev.martello.crds.ModelDeploymentStatus;
import dev.martello.crds.Refusal;
import dev.martello.operator.desired.Desired;
import dev.martello.operator.desired.RevisionSpec;
import dev.martello.operator.desired.Rollout;
import dev.martello.operator.observed.Evidence;
import dev.martello.operator.observed.ObservedPod;
import dev.martello.operator.observed.Receipt;
import dev.martello.operator.observed.Scene;
import dev.martello.operator.observed.Sight;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalsTest {
  private static final String LINE =
      "{\"reason\":\"SignatureInvalid\",\"message\":\"model/model.sig: no trusted signature; seal again.\"}";

  @Test
  void aRevisionWhosePodRefusesItsModelIsOutOfService() {
    Scene scene = refusing(3);
    ModelDeploymentStatus status = NextStatus.of(scene.situation());
    assertThat(status.refused())
        .isEqualTo(
            new Refusal(
                    scene.desired().revision(),
                    3L,
                    "SignatureInvalid",
                    "model/model.sig: no trusted signature; seal again.")
                .of(RevisionSpec.sha256WithoutReplicas(scene.situation().spec())));
    assertThat(reason(status, "Ready")).isEqualTo("SignatureInvalid");
    assertThat(reason(status, "Stalled")).isEqualTo("SignatureInvalid");
    assertThat(status.condition("Reconciling")).isEmpty();
  }

  @Test
  void scalingLiftsNoRefusalAnyOtherChangeDoes() {
    Scene scene = refusing(3);
    ModelDeployment deployment = scene.situation().observed().deployment();
    deployment.setStatus(NextStatus.of(scene.situation()));
    assertThat(Rollout.refusal(deployment)).isPresent();

    deployment.getMetadata().setGeneration(4L);
    deployment.setSpec(edited(deployment, "replicas", 7));
    assertThat(Rollout.refusal(deployment)).as("an autoscaler's change").isPresent();

    deployment.setSpec(edited(deployment, "progressDeadlineSeconds", 77));
    assertThat(Rollout.refusal(deployment)).as("a user's change").isEmpty();
  }

  private static ModelDeploymentSpec edited(ModelDeployment of, String field, int value) {
    KubernetesSerialization json = new KubernetesSerialization();
    ObjectNode fields = json.convertValue(of.getSpec(), ObjectNode.class);
    fields.put(field, value);
    return json.convertValue(fields, ModelDeploymentSpec.class);
  }

  @Test
  void aRefusedKeyIsNamedByItsSecretAndAnUnknownSignerByItsModelTrust() {
    assertThat(refusedWith("KeyDoesNotOpen"))
        .startsWith("said by the runtime. ")
        .contains("item martello.key of Secret breast-cancer-key")
        .contains("spec.decryptionKey.secretName");
    assertThat(refusedWith("SignerUnknown")).contains("ModelTrust");
    assertThat(refusedWith("SignatureInvalid")).isEqualTo("said by the runtime");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 137})
  void otherExitsAreTriedAgain(int exitCode) {
    assertThat(NextStatus.of(refusing(exitCode).situation()).refused()).isNull();
  }

  @Test
  void itStaysAfterThePodsAreGoneUntilTheSpecChanges() {
    Scene scene = refusing(3);
    scene.status = NextStatus.of(scene.situation());
    scene.pods = pods -> List.of();
    assertThat(NextStatus.of(scene.situation()).refused()).isEqualTo(scene.status.refused());

    Rollout rollout = Rollout.plan(scene.deployment(), scene.desired(), List.of());
    assertThat(rollout.apply())
        .filteredOn(Deployment.class::isInstance)
        .allSatisfy(d -> assertThat(((Deployment) d).getSpec().getReplicas()).isZero())
        .hasSize(1);

    scene.generation = 4;
    scene.spec("/progressDeadlineSeconds", 77);
    assertThat(NextStatus.of(scene.situation()).refused()).isNull();
  }

  @Test
  void theOldRevisionServesOn() {
    Scene before = new Scene();
    Desired old = before.desired();
    ObservedPod serving = before.situation().observed().pods().getFirst();

    Scene scene = refusing(3);
    scene.status = NextStatus.of(before.situation());
    scene.generation = 4;
    scene.spec("/serving", Map.of("drainSeconds", 20));
    var refusingPods = scene.pods;
    scene.pods = pods -> List.of(renamed(refusingPods.apply(pods).getFirst()), serving);
    Deployment oldDeployment = Scene.complete(old.object(Deployment.class).orElseThrow());
    scene.deployments = all -> List.of(oldDeployment, idle(all.getFirst()));

    ModelDeploymentStatus status = NextStatus.of(scene.situation());
    assertThat(status.refused().revision())
        .isEqualTo(scene.desired().revision())
        .isNotEqualTo(old.revision());
    assertThat(status.condition("Available").orElseThrow().status())
        .isEqualTo(Condition.Status.True);
    assertThat(status.condition("Ready").orElseThrow().status()).isEqualTo(Condition.Status.False);
    assertThat(status.condition("Stalled").orElseThrow().status()).isEqualTo(Condition.Status.True);
    assertThat(status.revision()).isEqualTo(old.revision());

    scene.status = status;
    Rollout rollout =
        Rollout.plan(
            scene.deployment(),
            scene.desired(),
            List.of(oldDeployment, idle(scene.desired().object(Deployment.class).orElseThrow())));
    assertThat(rollout.delete()).isEmpty();
    assertThat(rollout.scale()).isEmpty();
  }

  @Test
  void enforcementTakesDownWhatIsNotSatisfied() {
    Scene scene = new Scene();
    scene.spec("/compliance/enforcement", "Block");
    assertThat(NextStatus.of(scene.situation()).refused()).isNull();

    scene.evidence("/accessLog", "none");
    ModelDeploymentStatus status = NextStatus.of(scene.situation());
    assertThat(status.refused().reason()).isEqualTo("NonCompliant");
    assertThat(status.refused().message()).contains("access-log").contains("enforcement");
    assertThat(reason(status, "Compliant")).isEqualTo("NonCompliant");

    // Latched: with the pods gone nothing can be seen any more, yet it stays what it is.
    scene.status = status;
    scene.pods = pods -> List.of();
    ModelDeploymentStatus down = NextStatus.of(scene.situation());
    assertThat(down.refused()).isEqualTo(status.refused());
    assertThat(down.condition("Compliant").orElseThrow().status())
        .isEqualTo(Condition.Status.False);
  }

  @Test
  void whatCantBeSeenNeverBlocks() {
    Scene scene = new Scene();
    scene.spec("/compliance/enforcement", "Block");
    scene.evidence("/accessLog", null);
    assertThat(NextStatus.of(scene.situation()).refused()).isNull();
  }

  @Test
  void norDoesAnotherRevisionsPod() {
    Scene scene = new Scene();
    scene.spec("/compliance/enforcement", "Block");
    Scene old = new Scene();
    old.spec("/serving", Map.of("drainSeconds", 20));
    old.evidence("/process/uid", 0);
    ObservedPod bad = renamed(old.situation().observed().pods().getFirst());
    scene.pods = pods -> List.of(pods.getFirst(), bad);
    ModelDeploymentStatus status = NextStatus.of(scene.situation());
    assertThat(reason(status, "PodHardened")).isEqualTo("NotConfined");
    assertThat(status.refused()).isNull();
  }

  private static Scene refusing(int exitCode) {
    return refusing(exitCode, LINE);
  }

  private static String refusedWith(String reason) {
    String line = "{\"reason\":\"" + reason + "\",\"message\":\"said by the runtime\"}";
    Refusal refused = NextStatus.of(refusing(3, line).situation()).refused();
    assertThat(refused).isNotNull();
    return refused.message();
  }

  private static Scene refusing(int exitCode, String line) {
    Scene scene = new Scene();
    scene.pods = pods -> pods.stream().map(pod -> ended(pod, exitCode, line)).toList();
    scene.deployments = all -> all.stream().map(RefusalsTest::idle).toList();
    return scene;
  }

  private static Deployment idle(Deployment deployment) {
    return new DeploymentBuilder(deployment)
        .editOrNewStatus()
        .withAvailableReplicas(0)
        .withReadyReplicas(0)
        .endStatus()
        .build();
  }

  private static ObservedPod ended(ObservedPod pod, int exitCode, String line) {
    Pod ended =
        new PodBuilder(pod.pod())
            .editStatus()
            .editFirstCondition()
            .withStatus("False")
            .endCondition()
            .editFirstContainerStatus()
            .withNewState()
            .withNewTerminated()
            .withExitCode(exitCode)
            .withMessage(line)
            .endTerminated()
            .endState()
            .endContainerStatus()
            .endStatus()
            .build();
    return new ObservedPod(ended, pod.evidence(), pod.managementTls(), pod.inferencePort());
  }

  private static ObservedPod renamed(ObservedPod pod) {
    Pod other =
        new PodBuilder(pod.pod())
            .editMetadata()
            .withName("another")
            .withUid("uid-another")
            .endMetadata()
            .build();
    var evidence = ((Sight.Seen<Receipt>) pod.evidence()).value();
    var e = evidence.evidence();
    var own =
        new Evidence(
            e.formatVersion(),
            e.nonce(),
            e.time(),
            new Evidence.PodIdentity("another", "uid-another", "198.18.128.10"),
            e.settings(),
            e.model(),
            e.mountedKey(),
            e.mountedFiles(),
            e.tls(),
            e.process(),
            e.cgroup(),
            e.egress(),
            e.operatorPort(),
            e.accessLog());
    return new ObservedPod(
        other,
        Sight.seen(
            new Receipt(own, evidence.receivedAt(), evidence.goodFor(), evidence.controls())),
        pod.managementTls(),
        pod.inferencePort());
  }

  private static String reason(ModelDeploymentStatus status, String type) {
    return status.condition(type).orElseThrow().reason();
  }
}
