package dev.martello.operator.desired;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.martello.crds.ModelDeployment;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Names what the pods run with: the first ten hex digits of a SHA-256 over the pod template and
 * both settings files. Not in it are the number of replicas and the certificate's Secret, since
 * scaling and renewing a certificate are no change of what runs.
 */
final class Revision {
  private static final int HEX_DIGITS = 10;

  private static final ObjectMapper CANONICAL =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private Revision() {}

  static String of(ModelDeployment deployment, PodPlan plan) {
    // Neither of the two is known yet or counts: the revision's own label, the certificate's name.
    PodTemplateSpec template =
        PodTemplate.render(Names.of(deployment, ""), deployment.getSpec(), plan, "");
    // Everything that decides about an evaluation is part of it too: other data is another verdict.
    String evaluation =
        Optional.ofNullable(deployment.getSpec().evaluation())
            .map(
                demand ->
                    text(
                            EvaluationJob.template(
                                Names.of(deployment, ""), deployment.getSpec(), demand, plan))
                        + plan.settings().evaluation().orElse(""))
            .orElse("");
    String all =
        text(template) + plan.settings().runtime() + plan.settings().signers() + evaluation;
    return Sha256.hex(all.getBytes(StandardCharsets.UTF_8)).substring(0, HEX_DIGITS);
  }

  private static String text(PodTemplateSpec template) {
    try {
      // Through a tree of maps, since the order of keys is fixed only in maps.
      return CANONICAL.writeValueAsString(CANONICAL.convertValue(template, Object.class));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("A pod template can always be written", impossible);
    }
  }
}
