package dev.martello.runtime.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * A request's body as it was before its Content-Encoding. Inflating is bounded as any other body
 * is, by the route and by the port's budget, so that a small body can't become a large one.
 */
public final class RequestContent implements AutoCloseable {
  private static final int GRPC_PREFIX = 5;

  private final byte[] bytes;
  private final int from;
  private final int length;
  private final BodyBuffer inflated;

  private RequestContent(byte[] bytes, int from, int length, BodyBuffer inflated) {
    this.bytes = bytes;
    this.from = from;
    this.length = length;
    this.inflated = inflated;
  }

  /**
   * The whole body. May take its time, so not on an event loop.
   *
   * @param most bytes that the content may have
   */
  public static RequestContent of(HttpCall call, int most) throws CallRefused {
    return of(call, "content-encoding", 0, most);
  }

  /** The one message of a unary gRPC call, whose prefix says whether it is compressed. */
  public static RequestContent ofMessage(HttpCall call, int most) throws CallRefused {
    ByteBuffer body = ByteBuffer.wrap(call.body(), 0, call.bodyLength());
    if (body.remaining() < GRPC_PREFIX || body.getInt(1) != body.remaining() - GRPC_PREFIX) {
      throw new CallRefused(400, "the body is not one message with its length before it");
    }
    return of(call, body.get(0) == 0 ? "" : "grpc-encoding", GRPC_PREFIX, most);
  }

  private static RequestContent of(HttpCall call, String codingField, int from, int most)
      throws CallRefused {
    ContentCoding coding = ContentCoding.named(call.head().headers().getOrDefault(codingField, ""));
    BodyBuffer inflated = new BodyBuffer(most, call.budget());
    int length = call.bodyLength() - from;
    if (coding == ContentCoding.IDENTITY) {
      return new RequestContent(call.body(), from, length, inflated);
    }
    try (InputStream decoding = coding.decoding(call.body(), from, length)) {
      inflated.append(decoding);
      return new RequestContent(inflated.bytes(), 0, inflated.length(), inflated);
    } catch (IOException e) {
      inflated.release();
      throw new CallRefused(400, "the request body is not what its content coding says");
    } catch (CallRefused e) {
      inflated.release();
      throw e;
    }
  }

  /** A message. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes, from, length).slice();
  }

  /** A whole body, not to be changed; {@link #length} of them count. */
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  @Override
  public void close() {
    inflated.release();
  }
}
