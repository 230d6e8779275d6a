package dev.martello.runtime.protocol;

import java.util.OptionalInt;

/** The body of the answer to an infer call. An ordinary class, since nobody compares answers. */
public final class InferResponse {
  private final byte[] body;
  private final OptionalInt jsonLength;

  InferResponse(byte[] body, OptionalInt jsonLength) {
    this.body = body;
    this.jsonLength = jsonLength;
  }

  /** Not to be changed. */
  public byte[] body() {
    return body;
  }

  /** How much of the body is JSON, if binary tensors may follow it. */
  public OptionalInt jsonLength() {
    return jsonLength;
  }
}
