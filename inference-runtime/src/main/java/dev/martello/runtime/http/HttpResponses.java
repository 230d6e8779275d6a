package dev.martello.runtime.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/** Makes of an answer what the HTTP codec writes. */
final class HttpResponses {
  private HttpResponses() {}

  static FullHttpResponse of(Answer answer, String requestId, boolean keepAlive) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(answer.httpStatus()),
            Unpooled.wrappedBuffer(answer.body()));
    response.headers().set("content-type", answer.contentType());
    if (!answer.grpc()) {
      response.headers().set("content-length", answer.body().length);
    }
    response.headers().set(RequestId.HEADER, requestId);
    answer.headers().forEach(response.headers()::set);
    answer.trailers().forEach(response.trailingHeaders()::set);
    if (!keepAlive) {
      response.headers().set("connection", "close");
    }
    return response;
  }
}
