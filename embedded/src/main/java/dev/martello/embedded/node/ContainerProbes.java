package dev.martello.embedded.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The three probes of one container run; readiness and liveness count once it has started. */
final class ContainerProbes {
  /**
   * What the probes say.
   *
   * @param healthy whether the container may go on
   */
  record Health(boolean started, boolean ready, boolean healthy) {}

  private final HttpProbe http;
  private final Container container;
  private final String podIp;
  private final ProbeRecord startup;
  private final ProbeRecord readiness;
  private final ProbeRecord liveness;

  ContainerProbes(HttpProbe http, Container container, String podIp, Instant started) {
    this.http = http;
    this.container = container;
    this.podIp = podIp;
    this.startup = new ProbeRecord(container.getStartupProbe(), started);
    this.readiness = new ProbeRecord(container.getReadinessProbe(), started);
    this.liveness = new ProbeRecord(container.getLivenessProbe(), started);
  }

  Health tick(Instant now) {
    ProbeRecord.Outcome starting =
        startup.tick(now, () -> ask(container.getStartupProbe(), startup));
    if (starting != ProbeRecord.Outcome.PASSING) {
      return new Health(false, false, starting != ProbeRecord.Outcome.FAILING);
    }
    boolean ready =
        readiness.tick(now, () -> ask(container.getReadinessProbe(), readiness))
            == ProbeRecord.Outcome.PASSING;
    boolean live =
        liveness.tick(now, () -> ask(container.getLivenessProbe(), liveness))
            != ProbeRecord.Outcome.FAILING;
    return new Health(true, ready, live);
  }

  private boolean ask(@Nullable Probe probe, ProbeRecord record) {
    if (probe == null || probe.getHttpGet() == null) {
      // Of the other kinds (exec, tcpSocket, grpc) none passes here: pods of Martello have none.
      return false;
    }
    try {
      return http.passes(probe.getHttpGet(), container, podIp, record.timeout());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
