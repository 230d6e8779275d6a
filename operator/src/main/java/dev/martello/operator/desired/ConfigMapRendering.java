package dev.martello.operator.desired;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;

/** The settings of one revision; immutable, since other settings are another revision. */
final class ConfigMapRendering {
  static final String RUNTIME = "runtime.json";
  static final String SIGNERS = "signers.json";

  static final String EVALUATION = "evaluation.json";

  private ConfigMapRendering() {}

  static ConfigMap render(Names names, Settings settings) {
    ConfigMapBuilder map =
        new ConfigMapBuilder()
            .withMetadata(names.ofRevision())
            .withImmutable(true)
            .addToData(RUNTIME, settings.runtime())
            .addToData(SIGNERS, settings.signers());
    settings.evaluation().ifPresent(text -> map.addToData(EVALUATION, text));
    return map.build();
  }
}
