package dev.martello.embedded.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/**
 * A pod's private directory: {@code work/}, where the container runs as if it were its working
 * directory, {@code volumes/} while they are set up, and {@code output.log}.
 */
final class PodDirectory {
  private final Path root;
  private final Path work;
  private final String workingDir;

  private PodDirectory(Path root, String workingDir) {
    this.root = root;
    this.work = root.resolve("work");
    this.workingDir = workingDir;
  }

  static PodDirectory create(Path parent, Pod pod, Container container) throws IOException {
    Path root = PodFiles.createPrivate(parent, pod.getMetadata().getName() + "-");
    return new PodDirectory(root, Objects.requireNonNullElse(container.getWorkingDir(), "/"));
  }

  Path work() {
    return work;
  }

  Path output() {
    return root.resolve("output.log");
  }

  /** Where the container leaves its last words, empty before each start. */
  Path terminationMessage(Container container) {
    String path =
        Objects.requireNonNullElse(
            container.getTerminationMessagePath(), workingDir + "/termination-log");
    return work.resolve(Path.of(workingDir).relativize(Path.of(path))).normalize();
  }

  /** Sets up all volumes of the container anew, or none. */
  void mount(Pod pod, Container container, VolumeSetUp setUp) throws MountRefused, IOException {
    PodFiles.delete(work);
    Files.createDirectories(work);
    for (VolumeMount mount : container.getVolumeMounts()) {
      Volume volume =
          pod.getSpec().getVolumes().stream()
              .filter(v -> v.getName().equals(mount.getName()))
              .findFirst()
              .orElseThrow(
                  () -> new MountRefused(mount.getName(), "the pod has no volume of this name"));
      mount(pod, mount, volume, setUp);
    }
  }

  void delete() throws IOException {
    PodFiles.delete(root);
  }

  private void mount(Pod pod, VolumeMount mount, Volume volume, VolumeSetUp setUp)
      throws MountRefused, IOException {
    Path target = work.resolve(Path.of(workingDir).relativize(Path.of(mount.getMountPath())));
    if (!target.normalize().startsWith(work) || target.normalize().equals(work)) {
      throw new MountRefused(
          mount.getName(),
          "the embedded node mounts below the working directory %s only, not at %s"
              .formatted(workingDir, mount.getMountPath()));
    }
    Path content = root.resolve("volumes").resolve(mount.getName());
    PodFiles.delete(content);
    Files.createDirectories(content);
    setUp.fill(pod.getMetadata().getNamespace(), volume, content);
    Path part = content.resolve(Objects.requireNonNullElse(mount.getSubPath(), "")).normalize();
    if (!part.startsWith(content) || !Files.exists(part)) {
      throw new MountRefused(
          mount.getName(), "subPath \"%s\" not found".formatted(mount.getSubPath()));
    }
    Files.createDirectories(target.resolveSibling("."));
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    if (Boolean.TRUE.equals(mount.getReadOnly())) {
      PodFiles.makeReadOnly(target);
    }
  }
}
