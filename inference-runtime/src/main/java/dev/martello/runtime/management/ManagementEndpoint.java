package dev.martello.runtime.management;

import dev.martello.runtime.evidence.EvidenceQuestion;
import dev.martello.runtime.evidence.EvidenceRecorder;
import dev.martello.runtime.http.Answer;
import dev.martello.runtime.http.CallRefused;
import dev.martello.runtime.http.Endpoint;
import dev.martello.runtime.http.RequestHead;
import dev.martello.runtime.http.Route;
import dev.martello.runtime.metrics.PrometheusText;
import dev.martello.runtime.tls.AccessRefusal;
import dev.martello.runtime.tls.AccessRule;
import dev.martello.runtime.tls.Caller;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The management port: {@code /livez} and {@code /readyz} for the kubelet, who has no certificate;
 * {@code /metrics} and {@code /evidence} for those who have one from the operator's CA.
 */
public final class ManagementEndpoint implements Endpoint {
  private static final Set<String> PATHS =
      new TreeSet<>(List.of("/livez", "/readyz", "/metrics", "/evidence"));
  private static final String PLAIN = "text/plain; charset=utf-8";

  private final ServingState state;
  private final MetricsText metrics;
  private final EvidenceRecorder evidence;

  public ManagementEndpoint(ServingState state, MetricsText metrics, EvidenceRecorder evidence) {
    this.state = state;
    this.metrics = metrics;
    this.evidence = evidence;
  }

  @Override
  public Route route(RequestHead head) throws CallRefused {
    String path = head.path().size() == 1 ? "/" + head.path().get(0) : "";
    if (!PATHS.contains(path)) {
      throw new CallRefused(404, "no such resource; there are " + PATHS);
    }
    try {
      head.mustBe("GET");
      return route(path, head);
    } catch (CallRefused e) {
      throw e.of(path);
    }
  }

  private Route route(String path, RequestHead head) throws CallRefused {
    return switch (path) {
      case "/livez" -> Route.answering(path, Answer.text(200, PLAIN, "ok\n"));
      case "/readyz" ->
          Route.answering(
              path,
              state.ready()
                  ? Answer.text(200, PLAIN, "ok\n")
                  : Answer.text(503, PLAIN, state.draining() ? "draining\n" : "starting\n"));
      case "/metrics" -> {
        requireCertificate(head.caller());
        yield Route.answering(path, Answer.text(200, PrometheusText.CONTENT_TYPE, metrics.write()));
      }
      default -> {
        requireCertificate(head.caller());
        yield evidence(head);
      }
    };
  }

  private Route evidence(RequestHead head) throws CallRefused {
    EvidenceQuestion question = EvidenceQuestion.of(head.query());
    return new Route(
        "/evidence",
        0,
        (call, reply) -> {
          if (!evidence.record(question, envelope -> reply.accept(answer(envelope)))) {
            reply.accept(
                CallRefused.retryAfter(5, "evidence is being gathered for others; try again")
                    .answer());
          }
        });
  }

  private static Answer answer(Optional<byte[]> document) {
    return document
        .map(json -> Answer.json(200, json))
        .orElseGet(() -> Answer.error(500, "internal error"));
  }

  private static void requireCertificate(Caller caller) throws CallRefused {
    Optional<AccessRefusal> refusal = AccessRule.ANY_CERTIFICATE.refusal(caller);
    if (refusal.isPresent()) {
      throw CallRefused.access(refusal.get());
    }
  }

  @Override
  public String nameOf(Caller caller) {
    return AccessRule.ANY_CERTIFICATE.identity(caller);
  }
}
