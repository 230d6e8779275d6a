package dev.martello.runtime.http;

import dev.martello.runtime.tls.Caller;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.util.List;
import java.util.concurrent.Executor;

/** One request between its head and the last byte of its answer; lives on its event loop. */
final class OpenCall {
  private final long startNanos = System.nanoTime();
  private final String id;
  private final String method;
  private final String trace;
  private final boolean keepAlive;
  private final boolean hasBody;
  private String template = "-";
  private BodyBuffer body;
  private final boolean grpc;
  private final Caller caller;
  private String refusal = "";
  private long bytesIn;
  private volatile boolean abandoned;

  OpenCall(HttpRequest request, PortTerms terms, Caller connected) {
    this.id = RequestId.of(request);
    this.method = request.method().name();
    this.trace = TraceParent.traceId(request.headers().get("traceparent"));
    this.keepAlive = HttpUtil.isKeepAlive(request);
    this.hasBody =
        HttpUtil.isTransferEncodingChunked(request)
            || !request.headers().get("content-length", "0").equals("0");
    this.body = new BodyBuffer(0, terms.budget());
    this.grpc = GrpcStatus.isCall(request.headers().get("content-type", ""));
    List<String> shown = request.headers().getAll("authorization");
    this.caller =
        terms.endpoint().identify(connected, shown.isEmpty() ? null : String.join(",", shown));
  }

  void routed(Route route, BodyBudget budget) {
    template = route.template();
    body = new BodyBuffer(route.maxBodyBytes(), budget);
  }

  void refused(CallRefused refused) {
    refusal = refused.reason();
    if (template.equals("-")) {
      template = refused.template();
    }
  }

  /** Refuses by the head alone what could not be read to its end anyway. */
  static void checkBody(HttpRequest request, Route route) throws CallRefused {
    if (HttpUtil.getContentLength(request, 0L) > route.maxBodyBytes()) {
      throw BodyBuffer.tooLarge(route.maxBodyBytes());
    }
    ContentCoding.named(request.headers().get("content-encoding", ""));
  }

  /** A refusal in the form that this caller reads. */
  Answer answer(CallRefused why) {
    return grpc ? GrpcStatus.refusal(why) : why.answer();
  }

  /** Over, with its answer or without. */
  void abandon() {
    abandoned = true;
  }

  boolean abandoned() {
    return abandoned;
  }

  /** Whoever connected, with the token of this request. */
  Caller caller() {
    return caller;
  }

  BodyBuffer body() {
    return body;
  }

  /** Once its body is there. */
  HttpCall whole(RequestHead head, BodyBudget budget, Executor eventLoop) {
    return new HttpCall(head, body.bytes(), body.length(), budget, this::abandoned, eventLoop);
  }

  void received(int bytes) {
    bytesIn += bytes;
  }

  String id() {
    return id;
  }

  boolean keepAlive() {
    return keepAlive;
  }

  boolean hasBody() {
    return hasBody;
  }

  FinishedCall finished(PortTerms terms, int status, long bytesOut) {
    long micros = (System.nanoTime() - startNanos) / 1000;
    String name = terms.endpoint().nameOf(caller);
    String limit = terms.endpoint().limitOf(caller);
    return new FinishedCall(
        terms.name(),
        id,
        trace,
        method,
        template,
        status,
        bytesIn,
        bytesOut,
        micros,
        name,
        limit,
        refusal);
  }
}
