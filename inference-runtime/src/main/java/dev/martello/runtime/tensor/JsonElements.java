package dev.martello.runtime.tensor;

import dev.martello.runtime.json.JsonText;
import java.nio.ByteBuffer;

/**
 * Writes an output's elements as a flat JSON array. JSON has no NaN and no Infinity (RFC 8259,
 * section 6): such an element is written as {@code null}.
 */
public final class JsonElements {
  private JsonElements() {}

  public static void write(OutputTensor output, JsonText json) {
    json.raw('[');
    String comma = "";
    for (String element : output.strings()) {
      json.raw(comma).string(element);
      comma = ",";
    }
    ByteBuffer elements = output.numbers();
    if (elements.hasRemaining()) {
      writeNumber(output.datatype(), elements, json);
    }
    while (elements.hasRemaining()) {
      json.raw(',');
      writeNumber(output.datatype(), elements, json);
    }
    json.raw(']');
  }

  private static void writeNumber(Datatype datatype, ByteBuffer from, JsonText json) {
    switch (datatype) {
      case FP32 -> json.number(from.getFloat());
      case FP64 -> json.number(from.getDouble());
      case FP16 -> json.number(Float.float16ToFloat(from.getShort()));
      case BF16 -> json.number(BrainFloat.toFloat(from.getShort()));
      case BOOL -> json.raw(from.get() != 0 ? "true" : "false");
      case INT8 -> json.number((long) from.get());
      case UINT8 -> json.number(Byte.toUnsignedLong(from.get()));
      case INT16 -> json.number((long) from.getShort());
      case UINT16 -> json.number(Short.toUnsignedLong(from.getShort()));
      case INT32 -> json.number((long) from.getInt());
      case UINT32 -> json.number(Integer.toUnsignedLong(from.getInt()));
      case INT64 -> json.number(from.getLong());
      case UINT64 -> json.raw(Long.toUnsignedString(from.getLong()));
      case BYTES -> throw new IllegalStateException("strings are written elsewhere");
    }
  }
}
