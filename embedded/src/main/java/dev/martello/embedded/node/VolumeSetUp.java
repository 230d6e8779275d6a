package dev.martello.embedded.node;

import dev.martello.embedded.images.ImageDirectory;
import dev.martello.embedded.images.ImageUnreadable;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapVolumeSource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Puts a volume's content into a directory. */
final class VolumeSetUp {
  private final KubernetesClient client;
  private final NodeOptions options;

  VolumeSetUp(KubernetesClient client, NodeOptions options) {
    this.client = client;
    this.options = options;
  }

  /**
   * Fills {@code directory}, which is empty, with the volume's content as it is now.
   *
   * @throws MountRefused if what the volume names isn't there, or isn't of a kind that is read here
   */
  void fill(String namespace, Volume volume, Path directory) throws MountRefused, IOException {
    if (volume.getSecret() != null) {
      PodFiles.write(secret(namespace, volume.getName(), volume.getSecret()), directory);
    } else if (volume.getConfigMap() != null) {
      PodFiles.write(configMap(namespace, volume.getName(), volume.getConfigMap()), directory);
    } else if (volume.getImage() != null) {
      image(volume, directory);
    } else if (volume.getPersistentVolumeClaim() != null) {
      claim(namespace, volume, directory);
    } else if (volume.getEmptyDir() == null) {
      throw new MountRefused(volume.getName(), "the embedded node knows no such kind of volume");
    }
  }

  private List<VolumeFile> secret(String namespace, String volume, SecretVolumeSource source)
      throws MountRefused {
    Secret secret = client.secrets().inNamespace(namespace).withName(source.getSecretName()).get();
    if (secret == null) {
      if (Boolean.TRUE.equals(source.getOptional())) {
        return List.of();
      }
      throw new MountRefused(volume, "secret \"%s\" not found".formatted(source.getSecretName()));
    }
    return KeyedFiles.select(
        volume, "secret", KeyedFiles.of(secret), source.getItems(), source.getDefaultMode());
  }

  private List<VolumeFile> configMap(String namespace, String volume, ConfigMapVolumeSource source)
      throws MountRefused {
    ConfigMap map = client.configMaps().inNamespace(namespace).withName(source.getName()).get();
    if (map == null) {
      if (Boolean.TRUE.equals(source.getOptional())) {
        return List.of();
      }
      throw new MountRefused(volume, "configmap \"%s\" not found".formatted(source.getName()));
    }
    return KeyedFiles.select(
        volume, "config", KeyedFiles.of(map), source.getItems(), source.getDefaultMode());
  }

  private void image(Volume volume, Path directory) throws MountRefused, IOException {
    try {
      new ImageDirectory(options.images()).unpack(volume.getImage().getReference(), directory);
    } catch (ImageUnreadable e) {
      throw new MountRefused(volume.getName(), String.valueOf(e.getMessage()));
    }
  }

  private void claim(String namespace, Volume volume, Path directory)
      throws MountRefused, IOException {
    String name = volume.getPersistentVolumeClaim().getClaimName();
    Path content = options.claims().get(namespace + "/" + name);
    if (content == null) {
      throw new MountRefused(
          volume.getName(), "persistentvolumeclaim \"%s\" not found".formatted(name));
    }
    PodFiles.copy(content, directory);
  }
}
