package dev.martello.runtime.tensor;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * One element in JSON. Integers must be written as integers and fit; floating-point elements may be
 * any JSON number that stays finite. JSON has no NaN and no Infinity (RFC 8259, section 6), so they
 * can't be sent.
 */
final class JsonElement {
  private static final int MOST_DIGITS = 40;

  private JsonElement() {}

  static String text(JsonParser token) throws IOException, ElementRefused {
    if (token.currentToken() != JsonToken.VALUE_STRING) {
      throw wrong(token, "a string");
    }
    return token.getText();
  }

  static void put(Datatype datatype, JsonParser token, ByteBuffer into)
      throws IOException, ElementRefused {
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

  private static boolean bool(JsonParser token) throws ElementRefused {
    return switch (token.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> throw wrong(token, "true or false");
    };
  }

  private static long integer(JsonParser token, long least, long most)
      throws IOException, ElementRefused {
    if (token.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw wrong(token, "an integer");
    }
    try {
      long value = token.getLongValue();
      if (value >= least && value <= most) {
        return value;
      }
    } catch (InputCoercionException e) {
      // longer than a long: out of range like the others
    }
    throw new ElementRefused("expected an integer from " + least + " to " + most);
  }

  private static long unsignedLong(JsonParser token) throws IOException, ElementRefused {
    if (token.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw wrong(token, "an integer");
    }
    // The bound on the literal's length comes first: parsing a long one takes quadratic time.
    BigInteger value =
        token.getTextLength() <= MOST_DIGITS ? token.getBigIntegerValue() : BigInteger.ONE.negate();
    if (value.signum() < 0 || value.bitLength() > Long.SIZE) {
      throw new ElementRefused("expected an integer from 0 to 18446744073709551615");
    }
    return value.longValue();
  }

  private static short half(JsonParser token) throws IOException, ElementRefused {
    short value = Float.floatToFloat16(single(token));
    if (Float.isInfinite(Float.float16ToFloat(value))) {
      throw new ElementRefused("expected a number within the range of FP16");
    }
    return value;
  }

  private static short brain(JsonParser token) throws IOException, ElementRefused {
    short value = BrainFloat.of(single(token));
    if (Float.isInfinite(BrainFloat.toFloat(value))) {
      throw new ElementRefused("expected a number within the range of BF16");
    }
    return value;
  }

  private static float single(JsonParser token) throws IOException, ElementRefused {
    requireNumber(token);
    float value = token.getFloatValue();
    if (Float.isInfinite(value)) {
      throw new ElementRefused("expected a number within the range of FP32");
    }
    return value;
  }

  private static double number(JsonParser token) throws IOException, ElementRefused {
    requireNumber(token);
    double value = token.getDoubleValue();
    if (Double.isInfinite(value)) {
      throw new ElementRefused("expected a number within the range of FP64");
    }
    return value;
  }

  private static void requireNumber(JsonParser token) throws ElementRefused {
    if (!token.currentToken().isNumeric()) {
      throw wrong(token, "a number");
    }
  }

  private static ElementRefused wrong(JsonParser token, String expected) {
    String found =
        switch (token.currentToken()) {
          case VALUE_STRING -> "a string";
          case VALUE_NUMBER_INT -> "an integer";
          case VALUE_NUMBER_FLOAT -> "a number with a fraction or exponent";
          case VALUE_TRUE, VALUE_FALSE -> "a boolean";
          case VALUE_NULL -> "null";
          case START_OBJECT -> "an object";
          default -> "something else";
        };
    return new ElementRefused("expected " + expected + ", found " + found);
  }
}
