package dev.martello.operator.desired;

import dev.martello.crds.DecryptionKey;
import dev.martello.crds.Evaluation;
import dev.martello.crds.EvaluationInput;
import dev.martello.crds.ModelDeploymentSpec;
import dev.martello.crds.ModelSource;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is mounted, all of it read-only: the model, its key, the certificate, the settings, the
 * callers' certificate authority, the keys by which callers' tokens are verified.
 */
final class Volumes {
  private static final int OWNER_ONLY = 0400;
  private static final int READABLE = 0444;
  private static final String CA = "ca.crt";

  private Volumes() {}

  static List<Volume> volumes(Names names, ModelDeploymentSpec spec, String certificateSecret) {
    List<Volume> volumes = new ArrayList<>();
    volumes.add(source("model", spec.model().source()));
    volumes.add(secret("key", spec.decryptionKey().secretName(), DecryptionKey.ITEM));
    volumes.add(secret("tls", certificateSecret, "tls.crt", "tls.key", CA));
    volumes.add(
        configMap(
            "settings",
            names.ofRevision().getName(),
            ConfigMapRendering.RUNTIME,
            ConfigMapRendering.SIGNERS));
    if (spec.access().clientCA() != null) {
      volumes.add(configMap("client-ca", spec.access().clientCA().configMapName(), CA));
    }
    if (!spec.access().serviceAccounts().isEmpty()) {
      volumes.add(configMap("callers", names.deployment() + "-callers", "jwks.json", "issuers"));
    }
    return volumes;
  }

  /** Of a pod that evaluates: no certificate, and the data and the reference with their keys. */
  static List<Volume> evaluation(Names names, ModelDeploymentSpec spec, Evaluation evaluation) {
    List<Volume> volumes = new ArrayList<>();
    volumes.add(source("model", spec.model().source()));
    volumes.add(secret("key", spec.decryptionKey().secretName(), DecryptionKey.ITEM));
    volumes.add(
        configMap(
            "settings",
            names.ofRevision().getName(),
            ConfigMapRendering.RUNTIME,
            ConfigMapRendering.SIGNERS,
            ConfigMapRendering.EVALUATION));
    inputs(evaluation)
        .forEach(
            (name, input) -> {
              volumes.add(source(name, input.source()));
              String secret = input.decryptionKey().secretName();
              volumes.add(secret(name + "-key", secret, DecryptionKey.ITEM));
            });
    return volumes;
  }

  static List<VolumeMount> evaluationMounts(ModelDeploymentSpec spec, Evaluation evaluation) {
    List<VolumeMount> mounts = new ArrayList<>();
    mounts.add(sourceMount("model", spec.model().source()));
    mounts.add(mount("key"));
    mounts.add(mount("settings"));
    inputs(evaluation)
        .forEach(
            (name, input) -> {
              mounts.add(sourceMount(name, input.source()));
              mounts.add(mount(name + "-key"));
            });
    return mounts;
  }

  private static SortedMap<String, EvaluationInput> inputs(Evaluation evaluation) {
    SortedMap<String, EvaluationInput> inputs = new TreeMap<>();
    inputs.put("dataset", evaluation.dataset());
    Optional.ofNullable(evaluation.reference())
        .ifPresent(reference -> inputs.put("reference", reference));
    return inputs;
  }

  static List<VolumeMount> mounts(ModelDeploymentSpec spec) {
    List<VolumeMount> mounts = new ArrayList<>();
    mounts.add(sourceMount("model", spec.model().source()));
    mounts.add(mount("key"));
    mounts.add(mount("tls"));
    mounts.add(mount("settings"));
    if (spec.access().clientCA() != null) {
      mounts.add(mount("client-ca"));
    }
    if (!spec.access().serviceAccounts().isEmpty()) {
      mounts.add(mount("callers"));
    }
    return mounts;
  }

  private static Volume source(String name, ModelSource source) {
    VolumeBuilder volume = new VolumeBuilder().withName(name);
    if (source.image() != null) {
      volume
          .withNewImage()
          .withReference(source.image().reference())
          .withPullPolicy("IfNotPresent")
          .endImage();
    } else if (source.persistentVolumeClaim() != null) {
      volume.withNewPersistentVolumeClaim(source.persistentVolumeClaim().claimName(), true);
    } else if (source.configMap() != null) {
      volume
          .withNewConfigMap()
          .withName(source.configMap().name())
          .withDefaultMode(READABLE)
          .endConfigMap();
    }
    return volume.build();
  }

  private static Volume secret(String name, String secret, String... items) {
    return new VolumeBuilder()
        .withName(name)
        .withNewSecret()
        .withSecretName(secret)
        .withDefaultMode(OWNER_ONLY)
        .withItems(items(items))
        .endSecret()
        .build();
  }

  private static Volume configMap(String name, String configMap, String... items) {
    return new VolumeBuilder()
        .withName(name)
        .withNewConfigMap()
        .withName(configMap)
        .withDefaultMode(READABLE)
        .withItems(items(items))
        .endConfigMap()
        .build();
  }

  private static List<KeyToPath> items(String... keys) {
    return List.of(keys).stream().map(key -> new KeyToPath(key, null, key)).toList();
  }

  private static VolumeMount sourceMount(String name, ModelSource source) {
    VolumeMountBuilder mount = new VolumeMountBuilder(mount(name));
    Optional.ofNullable(source.persistentVolumeClaim())
        .map(ModelSource.PersistentVolumeClaim::path)
        .filter(path -> !path.isEmpty() && !path.equals("."))
        .ifPresent(mount::withSubPath);
    return mount.build();
  }

  private static VolumeMount mount(String name) {
    return new VolumeMountBuilder()
        .withName(name)
        .withMountPath(PodTemplate.HOME + "/" + name)
        .withReadOnly(true)
        .build();
  }
}
