package dev.martello.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.operator.observed.Scene;
import dev.martello.operator.status.NextStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RolloutTest {
  private final Scene scene = new Scene();
  private final Deployment old = of("1111111111");

  RolloutTest() {
    scene.spec("/serving", Map.of("drainSeconds", 20));
  }

  @Test
  void theOldOneServesUntilTheNewOneIsComplete() {
    Deployment starting = idle(deployment());
    assertThat(plan(old, starting).delete()).isEmpty();
    assertThat(plan(old, Scene.complete(deployment())).delete())
        .containsExactly(old.getMetadata().getName());
  }

  @Test
  void aStatusOfAnEarlierGenerationDoesNotCount() {
    Deployment unseen =
        new DeploymentBuilder(Scene.complete(deployment()))
            .editMetadata()
            .withGeneration(2L)
            .endMetadata()
            .build();
    assertThat(plan(old, unseen).delete()).isEmpty();
  }

  @Test
  void whatNeverServedIsNotKept() {
    Deployment neverReady = idle(of("2222222222"));
    assertThat(plan(old, neverReady, idle(deployment())).delete())
        .containsExactly(neverReady.getMetadata().getName());
  }

  @Test
  void whatServedOnceIsKeptWhileItIsDown() {
    Deployment down =
        new DeploymentBuilder(idle(old))
            .editStatus()
            .addNewCondition()
            .withType("Progressing")
            .withStatus("True")
            .withReason("NewReplicaSetAvailable")
            .endCondition()
            .endStatus()
            .build();
    assertThat(plan(down, idle(deployment())).delete()).isEmpty();
  }

  @Test
  void theOneThatServedLastIsKeptBeforeOthers() {
    Scene before = new Scene();
    scene.status = NextStatus.of(before.situation());
    Deployment last = Scene.complete(before.desired().object(Deployment.class).orElseThrow());
    assertThat(plan(old, last, idle(deployment())).delete())
        .containsExactly(old.getMetadata().getName());
  }

  @Test
  void theOldOneIsScaledWithTheSpec() {
    scene.spec("/replicas", 3);
    assertThat(plan(old, idle(deployment())).scale())
        .containsExactly(Map.entry(old.getMetadata().getName(), 3));
    scene.spec("/suspend", true);
    assertThat(plan(old, idle(deployment())).scale())
        .isEqualTo(Map.of())
        .satisfies(
            none ->
                assertThat(plan(old, idle(deployment())).delete())
                    .contains(old.getMetadata().getName()));
  }

  private Rollout plan(Deployment... standing) {
    return Rollout.plan(scene.deployment(), scene.desired(), List.of(standing));
  }

  private Deployment deployment() {
    return scene.desired().object(Deployment.class).orElseThrow();
  }

  private static Deployment of(String revision) {
    return Scene.complete(
        new DeploymentBuilder(new Scene().desired().object(Deployment.class).orElseThrow())
            .editMetadata()
            .withName("breast-cancer-" + revision)
            .addToLabels("martello.dev/revision", revision)
            .endMetadata()
            .build());
  }

  private static Deployment idle(Deployment deployment) {
    return new DeploymentBuilder(Scene.complete(deployment))
        .editStatus()
        .withAvailableReplicas(deployment.getSpec().getReplicas() == 0 ? 0 : null)
        .endStatus()
        .build();
  }
}
