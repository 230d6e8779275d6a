package dev.martello.runtime.inference;

import dev.martello.runtime.http.Answer;
import dev.martello.runtime.http.CallRefused;
import dev.martello.runtime.http.Endpoint;
import dev.martello.runtime.http.HttpCall;
import dev.martello.runtime.http.RequestHead;
import dev.martello.runtime.http.Route;
import dev.martello.runtime.limits.Allowance;
import dev.martello.runtime.model.LoadedModel;
import dev.martello.runtime.protocol.MetadataDocuments;
import dev.martello.runtime.tls.AccessRefusal;
import dev.martello.runtime.tls.Caller;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The routes of the Open Inference Protocol v2 for the one model that is served: over REST here,
 * over gRPC in {@link GrpcRoutes}.
 */
public final class InferenceEndpoint implements Endpoint {
  private final CallerTerms callers;
  private final BooleanSupplier ready;
  private final InferenceCalls calls;
  private final RestCodec rest;
  private final GrpcRoutes grpc;
  private final String name;
  private final String version;
  private final int maxRequestBytes;
  private final Answer serverMetadata;
  private final Answer modelMetadata;

  public InferenceEndpoint(
      LoadedModel model,
      CallerTerms callers,
      BooleanSupplier ready,
      InferenceCalls calls,
      int maxRequestBytes,
      String runtimeVersion) {
    this.callers = callers;
    this.ready = ready;
    this.calls = calls;
    this.rest = new RestCodec(model, maxRequestBytes);
    this.grpc = new GrpcRoutes(model, callers, ready, calls, maxRequestBytes, runtimeVersion);
    this.name = model.name();
    this.version = model.version();
    this.maxRequestBytes = maxRequestBytes;
    this.serverMetadata = Answer.json(200, MetadataDocuments.server(runtimeVersion));
    this.modelMetadata =
        Answer.json(
            200,
            MetadataDocuments.model(
                name,
                version,
                model.session().inputs().values(),
                model.session().outputs().values()));
  }

  @Override
  public Route route(RequestHead head) throws CallRefused {
    Optional<AccessRefusal> refusal = callers.access().refusal(head.caller());
    if (refusal.isPresent()) {
      throw CallRefused.access(refusal.get());
    }
    Optional<Route> rpc = grpc.route(head);
    if (rpc.isPresent()) {
      return rpc.get();
    }
    List<String> path = head.path();
    if (path.isEmpty() || !path.get(0).equals("v2")) {
      throw unknown();
    }
    return switch (path.size()) {
      case 1 -> get(head, Route.answering("/v2", serverMetadata));
      case 3 -> path.get(1).equals("health") ? health(head, path.get(2)) : model(head, path);
      default -> model(head, path);
    };
  }

  private Route health(RequestHead head, String what) throws CallRefused {
    return switch (what) {
      case "live" ->
          get(
              head,
              Route.answering(
                  "/v2/health/live", Answer.json(200, MetadataDocuments.health("live", true))));
      case "ready" ->
          get(
              head,
              Route.answering(
                  "/v2/health/ready",
                  Answer.json(status(), MetadataDocuments.health("ready", ready.getAsBoolean()))));
      default -> throw unknown();
    };
  }

  /** {@code v2/models/NAME[/versions/VERSION][/ready|/infer]}. */
  private Route model(RequestHead head, List<String> path) throws CallRefused {
    if (path.size() < 3 || !path.get(1).equals("models")) {
      throw unknown();
    }
    if (!path.get(2).equals(name)) {
      throw new CallRefused(404, "no such model here; this server has '" + name + "'");
    }
    String template = "/v2/models/{name}";
    List<String> rest = path.subList(3, path.size());
    if (rest.size() >= 2 && rest.get(0).equals("versions")) {
      if (!rest.get(1).equals(version)) {
        throw new CallRefused(404, "no such version here; this server has '" + version + "'");
      }
      template += "/versions/{version}";
      rest = rest.subList(2, rest.size());
    }
    if (rest.isEmpty()) {
      return get(head, Route.answering(template, modelMetadata));
    }
    if (rest.size() > 1) {
      throw unknown();
    }
    return switch (rest.get(0)) {
      case "ready" ->
          get(
              head,
              Route.answering(
                  template + "/ready",
                  Answer.json(status(), MetadataDocuments.modelReady(name, ready.getAsBoolean()))));
      case "infer" -> {
        head.mustBe("POST");
        Allowance allowance = callers.allow(head, template + "/infer");
        yield new Route(
            template + "/infer", maxRequestBytes, (call, reply) -> infer(call, allowance, reply));
      }
      default -> throw unknown();
    };
  }

  private void infer(HttpCall call, Allowance allowance, Consumer<Answer> reply) {
    long now = System.nanoTime();
    calls.submit(new PendingCall(rest, call, allowance, reply, now, PendingCall.noDeadline()));
  }

  private int status() {
    return ready.getAsBoolean() ? 200 : 503;
  }

  private static Route get(RequestHead head, Route route) throws CallRefused {
    head.mustBe("GET");
    return route;
  }

  private static CallRefused unknown() {
    return new CallRefused(
        404, "no such resource; see the Open Inference Protocol v2, from /v2 on");
  }

  @Override
  public Caller identify(Caller connected, @Nullable String authorization) {
    return callers.access().identify(connected, authorization);
  }

  @Override
  public String limitOf(Caller caller) {
    return callers.limitOf(caller);
  }

  @Override
  public String nameOf(Caller caller) {
    return callers.access().identity(caller);
  }
}
