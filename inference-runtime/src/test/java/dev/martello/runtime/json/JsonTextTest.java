package dev.martello.runtime.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
  /** By hand: -Dfloats=10000000. */
  private static final int FLOATS = Integer.getInteger("floats", 200_000);

  private static String of(float value) {
    return text(new JsonText(0).number(value));
  }

  private static String text(JsonText json) {
    return new String(json.toBytes(), StandardCharsets.UTF_8);
  }

  private static void writesAsTheJdkDoes(int bits) {
    float value = Float.intBitsToFloat(bits);
    if (Float.isFinite(value)) {
      assertThat(of(value)).isEqualTo(Float.toString(value));
    } else {
      assertThat(of(value)).isEqualTo("null");
    }
  }

  @Test
  void writesFloatsOfEveryExponent() {
    for (int exponent = 0; exponent <= 0xff; exponent++) {
      for (int fraction :
          new int[] {0, 1, 2, 7, 8, 9, 0x3f_ffff, 0x40_0000, 0x7f_fffe, 0x7f_ffff}) {
        writesAsTheJdkDoes(exponent << 23 | fraction);
        writesAsTheJdkDoes(1 << 31 | exponent << 23 | fraction);
      }
    }
  }

  @Test
  void writesFloatsOfAnyKind() {
    Random random = new Random(5);
    for (int i = 0; i < FLOATS; i++) {
      writesAsTheJdkDoes(random.nextInt());
      writesAsTheJdkDoes(Float.floatToRawIntBits(random.nextFloat()));
      writesAsTheJdkDoes(Float.floatToRawIntBits(random.nextInt(100_000_000) / 100f));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 10, -99, 1234567890123L, Long.MAX_VALUE, Long.MIN_VALUE})
  void writesWholeNumbers(long value) {
    assertThat(text(new JsonText(0).number(value))).isEqualTo(Long.toString(value));
  }

  @Test
  void writesDoubles() {
    assertThat(text(new JsonText(0).number(0.1).raw(',').number(1e300))).isEqualTo("0.1,1.0E300");
    assertThat(text(new JsonText(0).number(Double.NaN))).isEqualTo("null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "q\"b\\s/", "\b\f\n\r\t\u0000\u001f\u007f", "é€😀"})
  void writesStringsThatOthersRead(String text) throws Exception {
    String json = text(new JsonText(0).string(text));
    assertThat(new JsonMapper().readValue(json, String.class)).isEqualTo(text);
  }

  @Test
  void growsAndKeepsWhatWasWritten() {
    JsonText json = new JsonText(1);
    for (int i = 0; i < 1000; i++) {
      json.raw("0123456789");
    }
    assertThat(text(json)).hasSize(10_000).endsWith("789");
  }
}
