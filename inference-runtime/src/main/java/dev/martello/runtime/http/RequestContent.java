package dev.martello.runtime.http;

import java.io.IOException;
import java.io.InputStream;

/**
 * A request's body as it was before its Content-Encoding. Inflating is bounded as any other body
 * is, by the route and by the port's budget, so that a small body can't become a large one.
 */
public final class RequestContent implements AutoCloseable {
  private final byte[] bytes;
  private final int length;
  private final BodyBuffer inflated;

  private RequestContent(byte[] bytes, int length, BodyBuffer inflated) {
    this.bytes = bytes;
    this.length = length;
    this.inflated = inflated;
  }

  /**
   * May take its time, so not on an event loop.
   *
   * @param most bytes that the content may have
   */
  public static RequestContent of(HttpCall call, int most) throws CallRefused {
    ContentCoding coding =
        ContentCoding.named(call.head().headers().getOrDefault("content-encoding", ""));
    BodyBuffer inflated = new BodyBuffer(most, call.budget());
    if (coding == ContentCoding.IDENTITY) {
      return new RequestContent(call.body(), call.bodyLength(), inflated);
    }
    try (InputStream decoding = coding.decoding(call.body(), call.bodyLength())) {
      inflated.append(decoding);
      return new RequestContent(inflated.bytes(), inflated.length(), inflated);
    } catch (IOException e) {
      inflated.release();
      throw new CallRefused(400, "the request body is not what its Content-Encoding says");
    } catch (CallRefused e) {
      inflated.release();
      throw e;
    }
  }

  /** Not to be changed; {@link #length} of them count. */
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
