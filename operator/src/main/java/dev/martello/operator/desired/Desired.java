package dev.martello.operator.desired;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;

/**
 * One ModelDeployment, rendered.
 *
 * @param revision ten hex digits over what the pods run with; see {@link Revision}
 * @param replicas how many pods are wanted (0 if suspended)
 * @param runtimeImage with its digest, from the allow-list
 * @param settingsSha256 hex, of the bytes of runtime.json
 * @param signersSha256 hex, of the bytes of signers.json
 * @param objects to be applied in this order; the Deployment is last
 */
public record Desired(
    String revision,
    int replicas,
    String runtimeImage,
    String settingsSha256,
    String signersSha256,
    List<HasMetadata> objects) {

  public Desired {
    objects = List.copyOf(objects);
  }

  /**
   * The rendered object of that class, if it is among them; of NetworkPolicies the serving pods'.
   */
  public <T extends HasMetadata> Optional<T> object(Class<T> type) {
    return objects.stream().filter(type::isInstance).map(type::cast).findFirst();
  }
}
