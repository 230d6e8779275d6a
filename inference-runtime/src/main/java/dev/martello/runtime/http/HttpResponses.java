package dev.martello.runtime.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/** Makes of an answer what the HTTP codec writes. */
final class HttpResponses {
  /** All names and values are of our own making, or were found fit before. */
  private static final HttpHeadersFactory UNCHECKED =
      DefaultHttpHeadersFactory.headersFactory().withValidation(false);

  private HttpResponses() {}

  /** What a caller waits for before he sends his body (RFC 9110, section 15.2.1). */
  static FullHttpResponse goOn() {
    return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE);
  }

  static FullHttpResponse of(Answer answer, String requestId, boolean keepAlive) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(answer.httpStatus()),
            Unpooled.wrappedBuffer(answer.body()),
            UNCHECKED,
            UNCHECKED);
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
    if (!answer.grpc()) {
      response.headers().set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
    }
    response.headers().set(RequestId.FIELD, requestId);
    answer.headers().forEach(response.headers()::set);
    answer.trailers().forEach(response.trailingHeaders()::set);
    if (!keepAlive) {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    return response;
  }
}
