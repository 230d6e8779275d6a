package dev.martello.runtime.protobuf;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Walks one message in the Protocol Buffers wire format, field by field. A length that leaves the
 * buffer throws {@link IllegalArgumentException} or {@link BufferUnderflowException}.
 */
public final class WireMessage {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int DELIMITED = 2;
  private static final int FIXED32 = 5;

  private final ByteBuffer message;
  private int field;
  private int wireType;

  public WireMessage(ByteBuffer message) {
    this.message = message.slice();
  }

  /** Steps to the next field; its value must then be read or skipped. */
  public boolean next() {
    if (!message.hasRemaining()) {
      return false;
    }
    long tag = varint();
    field = (int) (tag >>> 3);
    wireType = (int) (tag & 7);
    return true;
  }

  public int field() {
    return field;
  }

  /** The value of a number field; empty (and skipped) if the field is written otherwise. */
  public Optional<Long> number() {
    if (wireType == VARINT) {
      return Optional.of(varint());
    }
    skip();
    return Optional.empty();
  }

  /** The value of a message, string or packed field; empty (and skipped) if written otherwise. */
  public Optional<ByteBuffer> bytes() {
    if (wireType != DELIMITED) {
      skip();
      return Optional.empty();
    }
    int length = Math.toIntExact(varint());
    if (length < 0) {
      throw new IllegalArgumentException("a negative length");
    }
    ByteBuffer value = message.slice(message.position(), length);
    message.position(message.position() + length);
    return Optional.of(value);
  }

  /** A repeated number: the packed ones of this field, or the one that it holds. */
  public ByteBuffer numbers() {
    if (wireType == DELIMITED) {
      return bytes().orElseThrow();
    }
    int start = message.position();
    skip();
    return message.slice(start, message.position() - start);
  }

  public Optional<String> text() {
    return bytes().map(value -> StandardCharsets.UTF_8.decode(value).toString());
  }

  public void skip() {
    switch (wireType) {
      case VARINT -> varint();
      case FIXED64 -> message.position(message.position() + Long.BYTES);
      case FIXED32 -> message.position(message.position() + Integer.BYTES);
      case DELIMITED -> bytes();
      default -> throw new IllegalArgumentException("wire type " + wireType);
    }
  }

  public static long varint(ByteBuffer from) {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = from.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number of more than ten bytes");
  }

  private long varint() {
    return varint(message);
  }
}
