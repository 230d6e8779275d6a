package dev.martello.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.martello.operator.observed.EvaluationPod;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a Job's pod to replicas, through a server: the wiring of the gate. */
class EvaluationLoopTest {
  @TempDir Path directory;

  private EmbeddedLoop loop;
  private Cluster cluster;

  @BeforeEach
  void start() throws Exception {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    loop = new EmbeddedLoop(directory);
    cluster = loop.cluster();
    cluster.trust();
  }

  @AfterEach
  void stop() {
    loop.close();
  }

  @Test
  void aPassedEvaluationBringsReplicasAndAnotherDemandAnotherJob() throws Exception {
    deployment("0.9");
    Job job = awaitJob();
    assertThat(cluster.workload("example").getSpec().getReplicas()).isZero();

    String message =
        Files.readString(Path.of("../docs/contracts/evaluation-result.json"))
            .replace("\"passed\":false", "\"passed\":true");
    end(job, "forged", 0, message, "registry.example.com/other@sha256:" + "e".repeat(64));
    Thread.sleep(3_000);
    assertThat(cluster.workload("example").getSpec().getReplicas()).isZero();

    end(job, "genuine", 0, message, Cluster.IMAGE);
    await().until(() -> cluster.workload("example").getSpec().getReplicas() == 1);
    assertThat(cluster.get("example").getStatus().evaluations()).hasSize(1);
    // With its log, for as long as it lives.
    assertThat(jobs()).extracting(j -> j.getMetadata().getName()).contains(name(job));

    deployment("0.95");
    await()
        .until(
            () ->
                jobs().stream().anyMatch(j -> !name(j).equals(name(job)))
                    && jobs().stream().noneMatch(j -> name(j).equals(name(job))));
  }

  private Job awaitJob() {
    await().until(() -> !jobs().isEmpty() && cluster.workload("example") != null);
    return jobs().getFirst();
  }

  private List<Job> jobs() {
    return loop.client().batch().v1().jobs().inNamespace(Cluster.NAMESPACE).list().getItems();
  }

  private static String name(Job job) {
    return job.getMetadata().getName();
  }

  private void end(Job job, String name, int exitCode, String message, String image) {
    Pod pod = EvaluationPod.of(job, name);
    pod.getSpec().getContainers().getFirst().setImage(image);
    loop.client().resource(pod).create();
    loop.client()
        .pods()
        .inNamespace(Cluster.NAMESPACE)
        .withName(name)
        .editStatus(admitted -> EvaluationPod.ended(admitted, exitCode, message));
  }

  private void deployment(String minimum) {
    cluster.applyYaml(
        """
        apiVersion: models.martello.dev/v1alpha1
        kind: ModelDeployment
        metadata: {name: example, namespace: %s}
        spec:
          model:
            name: example
            source: {image: {reference: "%s"}}
          decryptionKey: {secretName: example-key}
          replicas: 1
          evaluation:
            dataset:
              name: holdout
              source: {image: {reference: "%s"}}
              decryptionKey: {secretName: holdout-key}
            metric: accuracy
            minimum: "%s"
        """
            .formatted(Cluster.NAMESPACE, Cluster.MODEL, Cluster.MODEL, minimum));
  }
}
