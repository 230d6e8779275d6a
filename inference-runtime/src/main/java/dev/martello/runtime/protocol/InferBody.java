package dev.martello.runtime.protocol;

import java.nio.ByteBuffer;

/**
 * The body of an infer call: JSON, and behind it the binary tensors in the order of their inputs.
 */
public final class InferBody {
  private final byte[] bytes;
  private final int jsonLength;
  private final int length;
  private int taken;

  /**
   * @param jsonLength of {@code length} bytes that are there; equal if there is no binary tensor
   */
  public InferBody(byte[] bytes, int jsonLength, int length) {
    this.bytes = bytes;
    this.jsonLength = jsonLength;
    this.length = length;
    this.taken = jsonLength;
  }

  byte[] bytes() {
    return bytes;
  }

  int jsonLength() {
    return jsonLength;
  }

  /** The next tensor's bytes. */
  ByteBuffer take(long size, String named) throws RequestInvalid {
    if (size > length - taken) {
      throw new RequestInvalid(
          named
              + ": binary_data_size is "
              + size
              + ", but only "
              + (length - taken)
              + " bytes are left behind the JSON");
    }
    ByteBuffer tensor = ByteBuffer.wrap(bytes, taken, (int) size);
    taken += (int) size;
    return tensor;
  }

  void requireAllTaken() throws RequestInvalid {
    if (taken != length) {
      throw new RequestInvalid(
          (length - taken) + " bytes behind the JSON belong to no input; see binary_data_size");
    }
  }
}
