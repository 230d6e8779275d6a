package dev.martello.operator.desired;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;

/** The settings of one revision; immutable, since other settings are another revision. */
final class ConfigMapRendering {
  static final String RUNTIME = "runtime.json";
  static final String SIGNERS = "signers.json";

  private ConfigMapRendering() {}

  static ConfigMap render(Names names, Settings settings) {
    return new ConfigMapBuilder()
        .withMetadata(names.ofRevision())
        .withImmutable(true)
        .addToData(RUNTIME, settings.runtime())
        .addToData(SIGNERS, settings.signers())
        .build();
  }
}
