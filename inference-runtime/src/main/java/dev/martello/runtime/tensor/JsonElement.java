package dev.martello.runtime.tensor;

import dev.martello.runtime.json.JsonReader;
import dev.martello.runtime.json.JsonToken;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * One element in JSON. Integers must be written as integers and fit; floating-point elements may be
 * any JSON number that stays finite. JSON has no NaN and no Infinity (RFC 8259, section 6), so they
 * can't be sent.
 */
final class JsonElement {
  private JsonElement() {}

  static String text(JsonReader token) throws ElementRefused {
    if (token.token() != JsonToken.STRING) {
      throw wrong(token, "a string");
    }
    return token.text();
  }

  static void put(Datatype datatype, JsonReader token, ByteBuffer into) throws ElementRefused {
    switch (datatype) {
      case BOOL -> into.put((byte) (bool(token) ? 1 : 0));
      case INT8 -> into.put((byte) integer(token, Byte.MIN_VALUE, Byte.MAX_VALUE));
      case UINT8 -> into.put((byte) integer(token, 0, 255));
      case INT16 -> into.putShort((short) integer(token, Short.MIN_VALUE, Short.MAX_VALUE));
      case UINT16 -> into.putShort((short) integer(token, 0, 0xffff));
      case INT32 -> into.putInt((int) integer(token, Integer.MIN_VALUE, Integer.MAX_VALUE));
      case UINT32 -> into.putInt((int) integer(token, 0, 0xffff_ffffL));
      case INT64 -> into.putLong(integer(token, Long.MIN_VALUE, Long.MAX_VALUE));
      case UINT64 -> into.putLong(unsignedLong(token));
      case FP16 -> into.putShort(half(token));
      case BF16 -> into.putShort(brain(token));
      case FP32 -> into.putFloat(single(token));
      case FP64 -> into.putDouble(number(token));
      case BYTES -> throw new IllegalStateException("strings are read elsewhere");
    }
  }

  private static boolean bool(JsonReader token) throws ElementRefused {
    return switch (token.token()) {
      case TRUE -> true;
      case FALSE -> false;
      default -> throw wrong(token, "true or false");
    };
  }

  private static long integer(JsonReader token, long least, long most) throws ElementRefused {
    if (token.token() != JsonToken.INTEGER) {
      throw wrong(token, "an integer");
    }
    if (token.fitsLong()) {
      long value = token.integer();
      if (value >= least && value <= most) {
        return value;
      }
    }
    throw new ElementRefused("expected an integer from " + least + " to " + most);
  }

  private static long unsignedLong(JsonReader token) throws ElementRefused {
    if (token.token() != JsonToken.INTEGER) {
      throw wrong(token, "an integer");
    }
    BigInteger value = token.bigInteger();
    if (value.signum() < 0 || value.bitLength() > Long.SIZE) {
      throw new ElementRefused("expected an integer from 0 to 18446744073709551615");
    }
    return value.longValue();
  }

  private static short half(JsonReader token) throws ElementRefused {
    short value = Float.floatToFloat16(single(token));
    if (Float.isInfinite(Float.float16ToFloat(value))) {
      throw new ElementRefused("expected a number within the range of FP16");
    }
    return value;
  }

  private static short brain(JsonReader token) throws ElementRefused {
    short value = BrainFloat.of(single(token));
    if (Float.isInfinite(BrainFloat.toFloat(value))) {
      throw new ElementRefused("expected a number within the range of BF16");
    }
    return value;
  }

  private static float single(JsonReader token) throws ElementRefused {
    requireNumber(token);
    float value = token.single();
    if (Float.isInfinite(value)) {
      throw new ElementRefused("expected a number within the range of FP32");
    }
    return value;
  }

  private static double number(JsonReader token) throws ElementRefused {
    requireNumber(token);
    double value = token.number();
    if (Double.isInfinite(value)) {
      throw new ElementRefused("expected a number within the range of FP64");
    }
    return value;
  }

  private static void requireNumber(JsonReader token) throws ElementRefused {
    if (!token.token().isNumber()) {
      throw wrong(token, "a number");
    }
  }

  private static ElementRefused wrong(JsonReader token, String expected) {
    String found =
        switch (token.token()) {
          case STRING -> "a string";
          case INTEGER -> "an integer";
          case FRACTION -> "a number with a fraction or exponent";
          case TRUE, FALSE -> "a boolean";
          case NULL -> "null";
          case OBJECT -> "an object";
          default -> "something else";
        };
    return new ElementRefused("expected " + expected + ", found " + found);
  }
}
