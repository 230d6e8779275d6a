package dev.martello.operator.desired;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.crds.ModelDeploymentSpec;
import dev.martello.crds.RevisionStatus;
import java.nio.charset.StandardCharsets;

/** That part of a spec that makes a revision, to go back to it. */
public final class RevisionSpec {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build();

  private RevisionSpec() {}

  /** SHA-256 of all of it but the number of replicas, which an autoscaler changes. */
  public static String sha256WithoutReplicas(ModelDeploymentSpec spec) {
    ObjectNode all = JSON.valueToTree(spec);
    all.remove("replicas");
    return Sha256.hex(all.toString().getBytes(StandardCharsets.UTF_8));
  }

  public static String json(ModelDeploymentSpec spec) {
    ObjectNode part = JSON.valueToTree(spec);
    part.retain(RevisionStatus.SPEC_FIELDS);
    if (part.get("access") instanceof ObjectNode access) {
      access.remove(RevisionStatus.NETWORK_FIELDS);
    }
    try {
      return JSON.writeValueAsString(part);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("A tree can always be written", impossible);
    }
  }
}
