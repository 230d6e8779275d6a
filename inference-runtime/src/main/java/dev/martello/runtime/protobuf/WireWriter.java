package dev.martello.runtime.protobuf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;

/** Writes one message in the Protocol Buffers wire format. A field with its default is left out. */
public final class WireWriter {
  private static final int VARINT = 0;
  private static final int DELIMITED = 2;

  private byte[] bytes = new byte[128];
  private int length;

  public WireWriter number(int field, long value) {
    if (value != 0) {
      tag(field, VARINT);
      varint(value);
    }
    return this;
  }

  public WireWriter flag(int field, boolean value) {
    return number(field, value ? 1 : 0);
  }

  public WireWriter text(int field, String value) {
    return value.isEmpty() ? this : element(field, value);
  }

  /** An element of a repeated field, which is written even if it is empty. */
  public WireWriter element(int field, String value) {
    return bytes(field, ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
  }

  public WireWriter message(int field, WireWriter value) {
    return bytes(field, ByteBuffer.wrap(value.bytes, 0, value.length));
  }

  public WireWriter bytes(int field, ByteBuffer value) {
    tag(field, DELIMITED);
    varint(value.remaining());
    int size = value.remaining();
    room(size);
    value.duplicate().get(bytes, length, size);
    length += size;
    return this;
  }

  /** Packed numbers. */
  public WireWriter numbers(int field, Collection<Long> values) {
    if (!values.isEmpty()) {
      WireWriter packed = new WireWriter();
      values.forEach(packed::varint);
      message(field, packed);
    }
    return this;
  }

  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  private void tag(int field, int wireType) {
    varint(((long) field << 3) | wireType);
  }

  /** A number without a field, for what is packed. */
  public void varint(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[length++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(length, more)));
    }
  }
}
