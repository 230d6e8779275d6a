package dev.martello.runtime.inference;

import dev.martello.runtime.http.Answer;
import dev.martello.runtime.http.CallRefused;
import dev.martello.runtime.http.GrpcStatus;
import dev.martello.runtime.http.HttpCall;
import dev.martello.runtime.http.RequestContent;
import dev.martello.runtime.http.RequestHead;
import dev.martello.runtime.http.Route;
import dev.martello.runtime.limits.Allowance;
import dev.martello.runtime.model.LoadedModel;
import dev.martello.runtime.protobuf.WireMessage;
import dev.martello.runtime.protocol.ProtocolMessages;
import java.nio.BufferUnderflowException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The six methods of the protocol's gRPC service, and Check of gRPC's health service. All are
 * unary, so that HTTP/2 with trailers is all they need of gRPC.
 */
final class GrpcRoutes {
  private static final String SERVICE = "inference.GRPCInferenceService";
  private static final String HEALTH = "grpc.health.v1.Health";
  private static final int PREFIX_BYTES = 5;
  private static final int SMALL_BYTES = 4096;

  private final LoadedModel model;
  private final CallerTerms callers;
  private final BooleanSupplier ready;
  private final InferenceCalls calls;
  private final GrpcCodec codec;
  private final int maxRequestBytes;
  private final byte[] serverMetadata;
  private final byte[] modelMetadata;

  /** Makes an answer's message of the request's. */
  @FunctionalInterface
  private interface Method {
    byte[] answer(Names names) throws CallRefused;
  }

  /** The two strings that the small requests have: the model's name and version, or a service. */
  private record Names(String first, String second) {}

  GrpcRoutes(
      LoadedModel model,
      CallerTerms callers,
      BooleanSupplier ready,
      InferenceCalls calls,
      int maxRequestBytes,
      String runtimeVersion) {
    this.model = model;
    this.callers = callers;
    this.ready = ready;
    this.calls = calls;
    this.codec = new GrpcCodec(model, maxRequestBytes);
    this.maxRequestBytes = maxRequestBytes;
    this.serverMetadata = ProtocolMessages.server(runtimeVersion);
    this.modelMetadata =
        ProtocolMessages.model(
            model.name(),
            model.version(),
            model.session().inputs().values(),
            model.session().outputs().values());
  }

  /** Empty if the path is none of gRPC's. */
  Optional<Route> route(RequestHead head) throws CallRefused {
    List<String> path = head.path();
    if (path.size() != 2 || !(path.get(0).equals(SERVICE) || path.get(0).equals(HEALTH))) {
      return Optional.empty();
    }
    head.mustBe("POST");
    String template = "/" + path.get(0) + "/" + path.get(1);
    return Optional.of(
        switch (template) {
          case "/" + SERVICE + "/ModelInfer" -> infer(head, template);
          case "/" + SERVICE + "/ServerLive" ->
              small(template, names -> ProtocolMessages.flag(true));
          case "/" + SERVICE + "/ServerReady" ->
              small(template, names -> ProtocolMessages.flag(ready.getAsBoolean()));
          case "/" + SERVICE + "/ModelReady" ->
              small(
                  template,
                  names -> {
                    ServedModel.require(model, names.first(), names.second());
                    return ProtocolMessages.flag(ready.getAsBoolean());
                  });
          case "/" + SERVICE + "/ServerMetadata" -> small(template, names -> serverMetadata);
          case "/" + SERVICE + "/ModelMetadata" ->
              small(
                  template,
                  names -> {
                    ServedModel.require(model, names.first(), names.second());
                    return modelMetadata;
                  });
          case "/" + HEALTH + "/Check" -> small(template, this::check);
          default -> throw new CallRefused(501, "no such method: " + template);
        });
  }

  private Route infer(RequestHead head, String template) throws CallRefused {
    long deadline = GrpcTimeout.deadlineNanos(head);
    Allowance allowance = callers.allow(head, template);
    int most = (int) Math.min(Integer.MAX_VALUE, (long) maxRequestBytes + PREFIX_BYTES);
    return new Route(
        template,
        most,
        (call, reply) ->
            calls.submit(
                new PendingCall(codec, call, allowance, reply, System.nanoTime(), deadline)));
  }

  private byte[] check(Names names) throws CallRefused {
    if (!names.first().isEmpty() && !names.first().equals(SERVICE)) {
      throw new CallRefused(404, "no such service here; there is " + SERVICE);
    }
    return ProtocolMessages.health(ready.getAsBoolean());
  }

  private static Route small(String template, Method method) {
    return new Route(template, SMALL_BYTES, (call, reply) -> reply.accept(answer(call, method)));
  }

  private static Answer answer(HttpCall call, Method method) {
    try (RequestContent content = RequestContent.ofMessage(call, SMALL_BYTES)) {
      return GrpcStatus.message(method.answer(names(content)));
    } catch (CallRefused e) {
      return GrpcStatus.refusal(e);
    }
  }

  private static Names names(RequestContent content) throws CallRefused {
    try {
      WireMessage message = new WireMessage(content.buffer());
      String first = "";
      String second = "";
      while (message.next()) {
        switch (message.field()) {
          case 1 -> first = message.text().orElse("");
          case 2 -> second = message.text().orElse("");
          default -> message.skip();
        }
      }
      return new Names(first, second);
    } catch (BufferUnderflowException
        | IndexOutOfBoundsException
        | ArithmeticException
        | IllegalArgumentException e) {
      throw new CallRefused(400, "the message is not in Protocol Buffers");
    }
  }
}
