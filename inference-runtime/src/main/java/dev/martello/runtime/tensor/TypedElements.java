package dev.martello.runtime.tensor;

import dev.martello.runtime.protobuf.WireMessage;
import dev.martello.runtime.protobuf.WireWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Elements in the protocol's gRPC message {@code InferTensorContents}, which has a repeated field
 * for each kind of datatype. FP16 and BF16 have none: they are sent raw.
 */
public final class TypedElements {
  /** The fields of InferTensorContents. */
  private enum Kind {
    BOOL(1, 0, 1),
    INT(2, Integer.MIN_VALUE, Integer.MAX_VALUE),
    INT64(3, Long.MIN_VALUE, Long.MAX_VALUE),
    UINT(4, 0, 0xffff_ffffL),
    UINT64(5, Long.MIN_VALUE, Long.MAX_VALUE),
    FP32(6, 0, 0),
    FP64(7, 0, 0),
    BYTES(8, 0, 0);

    private final int field;
    private final long least;
    private final long most;

    Kind(int field, long least, long most) {
      this.field = field;
      this.least = least;
      this.most = most;
    }

    static Kind of(Datatype datatype) throws ElementRefused {
      return switch (datatype) {
        case BOOL -> BOOL;
        case INT8, INT16, INT32 -> INT;
        case INT64 -> INT64;
        case UINT8, UINT16, UINT32 -> UINT;
        case UINT64 -> UINT64;
        case FP32 -> FP32;
        case FP64 -> FP64;
        case BYTES -> BYTES;
        case FP16, BF16 ->
            throw new ElementRefused(datatype + " must be sent in raw_input_contents");
      };
    }
  }

  private TypedElements() {}

  /** Whether outputs of this type can be written here. */
  public static boolean canWrite(Datatype datatype) {
    return datatype != Datatype.FP16 && datatype != Datatype.BF16;
  }

  /**
   * Takes an InferTensorContents as the elements of {@code into}.
   *
   * @throws ElementRefused if they are not as many as it has room for, or not of its type
   */
  public static void read(ByteBuffer contents, TensorData into) throws ElementRefused {
    Kind kind = Kind.of(into.datatype());
    WireMessage message = new WireMessage(contents);
    while (message.next()) {
      if (message.field() != kind.field) {
        throw new ElementRefused("contents are not in the field for " + into.datatype());
      }
      if (kind == Kind.BYTES) {
        ByteBuffer element = message.bytes().orElse(ByteBuffer.allocate(0));
        requireRoom(into);
        into.addString(BinaryElements.text(element, into.count()));
      } else if (kind == Kind.FP32 || kind == Kind.FP64) {
        ByteBuffer numbers = message.numbers();
        if (numbers.remaining() > into.room()
            || numbers.remaining() % into.datatype().bytes() != 0) {
          throw wrongCount();
        }
        into.addNumbers(numbers);
      } else {
        ByteBuffer numbers = message.numbers();
        while (numbers.hasRemaining()) {
          requireRoom(into);
          into.addInteger(WireMessage.varint(numbers), kind.least, kind.most);
        }
      }
    }
    if (into.room() != 0) {
      throw wrongCount();
    }
  }

  private static void requireRoom(TensorData into) throws ElementRefused {
    if (into.room() == 0) {
      throw wrongCount();
    }
  }

  private static ElementRefused wrongCount() {
    return new ElementRefused("contents are not as many elements as the shape asks for");
  }

  /** An InferTensorContents. */
  public static WireWriter write(OutputTensor output) {
    WireWriter contents = new WireWriter();
    ByteBuffer numbers = output.numbers();
    switch (output.datatype()) {
      case BYTES ->
          output
              .strings()
              .forEach(
                  each ->
                      contents.bytes(
                          Kind.BYTES.field,
                          ByteBuffer.wrap(each.getBytes(StandardCharsets.UTF_8))));
      case FP32 -> contents.bytes(Kind.FP32.field, littleEndian(numbers));
      case FP64 -> contents.bytes(Kind.FP64.field, littleEndian(numbers));
      case BOOL -> contents.bytes(Kind.BOOL.field, numbers);
      case INT8, INT16, INT32 -> contents.message(Kind.INT.field, packed(output));
      case INT64 -> contents.message(Kind.INT64.field, packed(output));
      case UINT8, UINT16, UINT32 -> contents.message(Kind.UINT.field, packed(output));
      case UINT64 -> contents.message(Kind.UINT64.field, packed(output));
      case FP16, BF16 -> throw new IllegalStateException(output.datatype() + " goes raw");
    }
    return contents;
  }

  private static ByteBuffer littleEndian(ByteBuffer numbers) {
    if (numbers.order() != ByteOrder.LITTLE_ENDIAN) {
      throw new IllegalStateException("this runtime is built for little-endian machines");
    }
    return numbers;
  }

  private static WireWriter packed(OutputTensor output) {
    WireWriter packed = new WireWriter();
    ByteBuffer numbers = output.numbers();
    while (numbers.hasRemaining()) {
      packed.varint(
          switch (output.datatype()) {
            case INT8 -> numbers.get();
            case UINT8 -> Byte.toUnsignedLong(numbers.get());
            case INT16 -> numbers.getShort();
            case UINT16 -> Short.toUnsignedLong(numbers.getShort());
            case INT32 -> numbers.getInt();
            case UINT32 -> Integer.toUnsignedLong(numbers.getInt());
            default -> numbers.getLong();
          });
    }
    return packed;
  }
}
