package dev.martello.runtime.tensor;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Writes an output's elements as a flat JSON array. JSON has no NaN and no Infinity (RFC 8259,
 * section 6): such an element is written as {@code null}.
 */
public final class JsonElements {
  private JsonElements() {}

  public static void write(OutputTensor output, JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (String element : output.strings()) {
      json.writeString(element);
    }
    ByteBuffer elements = output.numbers();
    while (elements.hasRemaining()) {
      writeNumber(output.datatype(), elements, json);
    }
    json.writeEndArray();
  }

  private static void writeNumber(Datatype datatype, ByteBuffer from, JsonGenerator json)
      throws IOException {
    switch (datatype) {
      case BOOL -> json.writeBoolean(from.get() != 0);
      case INT8 -> json.writeNumber((int) from.get());
      case UINT8 -> json.writeNumber(Byte.toUnsignedInt(from.get()));
      case INT16 -> json.writeNumber((int) from.getShort());
      case UINT16 -> json.writeNumber(Short.toUnsignedInt(from.getShort()));
      case INT32 -> json.writeNumber(from.getInt());
      case UINT32 -> json.writeNumber(Integer.toUnsignedLong(from.getInt()));
      case INT64 -> json.writeNumber(from.getLong());
      case UINT64 -> json.writeNumber(Long.toUnsignedString(from.getLong()));
      case FP16 -> writeFloat(Float.float16ToFloat(from.getShort()), json);
      case BF16 -> writeFloat(BrainFloat.toFloat(from.getShort()), json);
      case FP32 -> writeFloat(from.getFloat(), json);
      case FP64 -> {
        double value = from.getDouble();
        if (Double.isFinite(value)) {
          json.writeNumber(value);
        } else {
          json.writeNull();
        }
      }
      case BYTES -> throw new IllegalStateException("strings are written elsewhere");
    }
  }

  private static void writeFloat(float value, JsonGenerator json) throws IOException {
    if (Float.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeNull();
    }
  }
}
