package dev.martello.operator.desired;

import java.util.Map;
import java.util.Optional;

/**
 * Everything that rendering needs and the spec doesn't say.
 *
 * @param operatorNamespace where the operator's pods run, which may reach the management port
 * @param runtimeImages allow-list: runtime name → image with digest (ConfigMap {@code
 *     martello-runtimes})
 * @param certificateSecret the Secret with the serving certificate; empty while it isn't made, then
 *     no Deployment is rendered
 * @param userNamespaces whether the nodes report support for user namespaces ({@code
 *     status.runtimeHandlers})
 * @param imageVolumes whether the API server keeps a pod's image volume (seen by a dry run); true
 *     if that wasn't asked
 */
public record Inputs(
    String operatorNamespace,
    Map<String, String> runtimeImages,
    Trust trust,
    Optional<String> certificateSecret,
    boolean userNamespaces,
    boolean imageVolumes) {

  public Inputs {
    runtimeImages = Map.copyOf(runtimeImages);
  }
}
