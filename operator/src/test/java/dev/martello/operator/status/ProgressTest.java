package dev.martello.operator.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.martello.crds.Condition;
import dev.martello.crds.ModelDeploymentStatus;
import dev.martello.operator.observed.ObservedObject;
import dev.martello.operator.observed.ObservedPod;
import dev.martello.operator.observed.PodWarning;
import dev.martello.operator.observed.Scene;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ready, Reconciling and Stalled as kstatus reads them. */
class ProgressTest {
  private static final String POD = "-abcde-0";

  enum Shown {
    Ready,
    Reconciling,
    Stalled,
    Neither
  }

  @ParameterizedTest(name = "{0}: {1} {2}")
  @MethodSource("rows")
  void shows(String what, Shown shown, String reason, Consumer<Scene> change) {
    Scene scene = new Scene();
    change.accept(scene);
    ModelDeploymentStatus status = NextStatus.of(scene.situation());
    Condition ready = status.condition("Ready").orElseThrow();
    assertThat(ready.reason()).as(ready.toString()).isEqualTo(reason);
    assertThat(ready.status() == Condition.Status.True).isEqualTo(shown == Shown.Ready);
    assertThat(status.condition("Reconciling").isPresent()).isEqualTo(shown == Shown.Reconciling);
    assertThat(status.condition("Stalled").isPresent()).isEqualTo(shown == Shown.Stalled);
  }

  static Stream<Arguments> rows() {
    return Stream.of(
        arguments("all is well", Shown.Ready, "Serving", change(scene -> {})),
        arguments(
            "drift alone stops nothing",
            Shown.Ready,
            "Serving",
            object(ObservedObject.Standing.Drifted)),
        arguments(
            "runtime not allowed",
            Shown.Stalled,
            "RuntimeNotAllowed",
            change(scene -> scene.spec("/runtime", "mine"))),
        arguments(
            "nobody trusted",
            Shown.Stalled,
            "NoTrustedSigner",
            change(scene -> scene.signers = List.of())),
        arguments(
            "someone else's object",
            Shown.Stalled,
            "NotOurs",
            object(ObservedObject.Standing.NotOurs)),
        arguments(
            "write refused", Shown.Reconciling, "Failed", object(ObservedObject.Standing.Failed)),
        arguments(
            "not there yet", Shown.Reconciling, "Missing", object(ObservedObject.Standing.Missing)),
        arguments(
            "suspended", Shown.Neither, "Suspended", change(scene -> scene.spec("/suspend", true))),
        arguments(
            "scaled to zero",
            Shown.Neither,
            "ScaledToZero",
            change(scene -> scene.spec("/replicas", 0))),
        arguments(
            "pods of an earlier revision still serve",
            Shown.Reconciling,
            "RollingOut",
            change(
                scene -> {
                  Scene old = new Scene();
                  old.spec("/serving", Map.of("drainSeconds", 20));
                  List<ObservedPod> earlier = old.situation().observed().pods();
                  scene.pods = pods -> Stream.concat(pods.stream(), earlier.stream()).toList();
                })),
        arguments(
            "no endpoint yet",
            Shown.Reconciling,
            "NoReadyEndpoint",
            change(scene -> scene.endpoints = all -> List.of())),
        arguments(
            "no Deployment yet",
            Shown.Reconciling,
            "RollingOut",
            change(scene -> scene.deployments = all -> List.of())),
        arguments("waiting", Shown.Reconciling, "RollingOut", waiting(status -> status)),
        arguments(
            "the Secret does not exist yet",
            Shown.Reconciling,
            "SecretMissing",
            warned(
                "MountVolume.SetUp failed for volume \"key\" : secret \"breast-cancer-key\" not found")),
        arguments(
            "the Secret lacks its item",
            Shown.Reconciling,
            "SecretItemMissing",
            warned(
                "MountVolume.SetUp failed for volume \"key\" : references non-existent secret key: martello.key")),
        arguments(
            "the ConfigMap does not exist",
            Shown.Reconciling,
            "ConfigMapMissing",
            warned("MountVolume.SetUp failed for volume \"model\" : configmap \"m\" not found")),
        arguments(
            "another mount fails", Shown.Reconciling, "FailedMount", warned("no such volume")),
        arguments(
            "no node takes it",
            Shown.Reconciling,
            "Unschedulable",
            waiting(
                status ->
                    status
                        .addNewCondition()
                        .withType("PodScheduled")
                        .withStatus("False")
                        .withMessage("0/1 nodes are available: Insufficient cpu.")
                        .endCondition())),
        arguments("no image", Shown.Reconciling, "ImagePullFailing", waitingFor("ErrImagePull")),
        arguments(
            "still no image",
            Shown.Reconciling,
            "ImagePullFailing",
            waitingFor("ImagePullBackOff")),
        arguments(
            "crashing", Shown.Reconciling, "CrashLoopBackOff", waitingFor("CrashLoopBackOff")),
        arguments(
            "out of memory",
            Shown.Reconciling,
            "OOMKilled",
            waiting(
                status ->
                    status
                        .editFirstContainerStatus()
                        .withNewState()
                        .withNewWaiting("the kubelet's words", "CrashLoopBackOff")
                        .endState()
                        .withNewLastState()
                        .withNewTerminated()
                        .withExitCode(137)
                        .withReason("OOMKilled")
                        .endTerminated()
                        .endLastState()
                        .endContainerStatus())),
        arguments(
            "malformed container",
            Shown.Reconciling,
            "CreateContainerConfigError",
            waitingFor("CreateContainerConfigError")),
        arguments(
            "crashing with last words",
            Shown.Reconciling,
            "PortTaken",
            waiting(
                status ->
                    status
                        .editFirstContainerStatus()
                        .withNewLastState()
                        .withNewTerminated()
                        .withExitCode(1)
                        .withMessage(
                            "{\"reason\":\"PortTaken\",\"message\":\"port 8443 is taken\"}")
                        .endTerminated()
                        .endLastState()
                        .endContainerStatus())),
        arguments(
            "too late",
            Shown.Stalled,
            "ProgressDeadlineExceeded",
            waiting(status -> status).andThen(overdue())),
        arguments(
            "too late for want of an image",
            Shown.Stalled,
            "ImagePullFailing",
            waitingFor("ErrImagePull").andThen(overdue())));
  }

  private static Consumer<Scene> change(Consumer<Scene> change) {
    return change;
  }

  private static Consumer<Scene> object(ObservedObject.Standing standing) {
    return scene ->
        scene.objects =
            all ->
                Stream.concat(
                        all.stream().skip(1),
                        Stream.of(
                            new ObservedObject("ServiceAccount", "breast-cancer", standing, "why")))
                    .toList();
  }

  /** The one pod isn't ready, and its Deployment knows. */
  private static Consumer<Scene> waiting(UnaryOperator<PodStatusBuilder> change) {
    return scene -> {
      scene.pod =
          pod ->
              new PodBuilder(pod)
                  .withStatus(
                      change
                          .apply(
                              new PodStatusBuilder(pod.getStatus())
                                  .editFirstCondition()
                                  .withStatus("False")
                                  .endCondition())
                          .build())
                  .build();
      scene.deployments =
          all ->
              all.stream()
                  .map(
                      d ->
                          new DeploymentBuilder(d)
                              .editStatus()
                              .withAvailableReplicas(0)
                              .endStatus()
                              .build())
                  .toList();
    };
  }

  private static Consumer<Scene> waitingFor(String reason) {
    return waiting(
        status ->
            status
                .editFirstContainerStatus()
                .withNewState()
                .withNewWaiting("the kubelet's words", reason)
                .endState()
                .endContainerStatus());
  }

  private static Consumer<Scene> warned(String message) {
    return waiting(status -> status)
        .andThen(
            scene ->
                scene.warnings.add(
                    new PodWarning(
                        "breast-cancer-" + scene.desired().revision() + POD,
                        "FailedMount",
                        message)));
  }

  private static Consumer<Scene> overdue() {
    return scene -> {
      var before = scene.deployments;
      scene.deployments =
          all ->
              before.apply(all).stream()
                  .map(
                      d ->
                          new DeploymentBuilder(d)
                              .editStatus()
                              .addNewCondition()
                              .withType("Progressing")
                              .withStatus("False")
                              .withReason("ProgressDeadlineExceeded")
                              .endCondition()
                              .endStatus()
                              .build())
                  .toList();
    };
  }
}
