package dev.martello.embedded.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One pod's life: address, volumes, container, probes, restarts, end. Runs on a thread of its own
 * until it has nothing left to do or {@link #stop()} is called.
 */
final class PodRunner implements Runnable {
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration RETRY = Duration.ofMillis(500);

  private final Pod pod;
  private final Container container;
  private final NodeServices node;
  private final PodEvents events;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private PodState state = PodState.pending(Instant.now());

  PodRunner(Pod pod, NodeServices node) {
    this.pod = pod;
    this.container = pod.getSpec().getContainers().getFirst();
    this.node = node;
    this.events = new PodEvents(node.client(), pod);
  }

  /** Asks the pod to end within its grace period; {@link #run()} returns when it has. */
  void stop() {
    stopping.countDown();
  }

  @Override
  public void run() {
    try {
      publish(state);
      String address = acquireAddress();
      try {
        publish(state.at(address));
        live(address);
      } finally {
        node.addresses().release(address);
      }
    } catch (Stopped asked) {
      // The pod was to end, and by now it has.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      NodeLog.LOG.warning(() -> "pod " + pod.getMetadata().getName() + ": " + e);
      events.warning("Failed", String.valueOf(e.getMessage()));
      publish(state.waiting("EmbeddedNodeFailed", String.valueOf(e.getMessage())));
    }
  }

  private String acquireAddress() throws Stopped, InterruptedException {
    List<Integer> ports =
        container.getPorts().stream().map(ContainerPort::getContainerPort).toList();
    while (true) {
      Optional<String> address = node.addresses().acquire(ports);
      if (address.isPresent()) {
        return address.get();
      }
      events.warning(
          "FailedCreatePodSandBox",
          "no loopback address has the ports %s free; stop what listens there".formatted(ports));
      pause(RETRY);
    }
  }

  private void live(String address) throws Stopped, InterruptedException, IOException {
    PodDirectory directory = PodDirectory.create(node.options().workDirectory(), pod, container);
    try {
      mount(directory);
      BackOff backOff = new BackOff();
      while (true) {
        PodState.Ended ended = runOnce(directory, address);
        publish(state.ended(ended));
        if (!Pods.restarts(pod, ended.exitCode())) {
          return;
        }
        Duration wait = backOff.after(Duration.between(ended.startedAt(), ended.finishedAt()));
        String message =
            "back-off %ds restarting failed container=%s pod=%s"
                .formatted(wait.toSeconds(), container.getName(), pod.getMetadata().getName());
        events.warning("BackOff", message);
        publish(state.waiting("CrashLoopBackOff", message));
        pause(wait);
        publish(state.restarted());
      }
    } finally {
      directory.delete();
    }
  }

  private void mount(PodDirectory directory) throws Stopped, InterruptedException, IOException {
    while (true) {
      try {
        directory.mount(pod, container, node.volumes());
        return;
      } catch (MountRefused refused) {
        events.warning("FailedMount", String.valueOf(refused.getMessage()));
        pause(RETRY);
      }
    }
  }

  private PodState.Ended runOnce(PodDirectory directory, String address)
      throws Stopped, InterruptedException, IOException {
    ContainerRun run =
        ContainerRun.start(
            runtime().command(container.getArgs()),
            ContainerEnvironment.of(pod, container, address),
            directory,
            directory.terminationMessage(container));
    try {
      publish(state.running(run.containerId(), run.startedAt()));
      events.normal("Started", "Started container " + container.getName());
      ContainerProbes probes =
          new ContainerProbes(node.probe(), container, address, run.startedAt());
      while (!run.hasEndedWithin(TICK)) {
        pause(Duration.ZERO);
        ContainerProbes.Health health = probes.tick(Instant.now());
        if (!health.healthy()) {
          events.warning("Unhealthy", "Liveness or startup probe failed; container is restarted");
          run.stop(grace());
        } else if (health.started() != state.started() || health.ready() != state.ready()) {
          publish(state.probed(health.started(), health.ready()));
        }
      }
      return run.ended();
    } catch (Stopped asked) {
      run.stop(grace());
      throw asked;
    } finally {
      run.kill();
    }
  }

  private StagedRuntime runtime() throws Stopped, InterruptedException {
    Path staged = node.options().runtimes().get(container.getImage());
    while (staged == null) {
      String message =
          "Failed to pull image \"%s\": not staged on this node".formatted(container.getImage());
      events.warning("Failed", message);
      publish(state.waiting("ErrImagePull", message));
      pause(RETRY);
      staged = node.options().runtimes().get(container.getImage());
    }
    return new StagedRuntime(staged);
  }

  private void pause(Duration wait) throws Stopped, InterruptedException {
    if (stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new Stopped();
    }
  }

  /** Carries a request to stop out of wherever the runner is. */
  private static final class Stopped extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private Duration grace() {
    Long seconds = pod.getSpec().getTerminationGracePeriodSeconds();
    return Duration.ofSeconds(Objects.requireNonNullElse(seconds, 30L));
  }

  private void publish(PodState next) {
    state = next;
    node.podStatus()
        .write(
            new PodBuilder()
                .withNewMetadata()
                .withName(pod.getMetadata().getName())
                .withNamespace(pod.getMetadata().getNamespace())
                .withUid(pod.getMetadata().getUid())
                .endMetadata()
                .withStatus(PodStatusRendering.render(pod, container, next))
                .build());
  }
}
