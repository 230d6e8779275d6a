package dev.martello.operator.desired;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;

/**
 * The kubelet's questions to the management port, which asks it for no client certificate on these
 * paths.
 */
final class Probes {
  private Probes() {}

  /** Up to five minutes for starting; a large model is opened meanwhile. */
  static Probe startup() {
    return probe("/livez", 1, 300);
  }

  static Probe readiness() {
    return probe("/readyz", 2, 3);
  }

  static Probe liveness() {
    return probe("/livez", 10, 3);
  }

  private static Probe probe(String path, int periodSeconds, int failureThreshold) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath(path)
        .withPort(new IntOrString(RuntimeSettings.MANAGEMENT_PORT))
        .withScheme("HTTPS")
        .endHttpGet()
        .withPeriodSeconds(periodSeconds)
        .withTimeoutSeconds(2)
        .withSuccessThreshold(1)
        .withFailureThreshold(failureThreshold)
        .build();
  }
}
