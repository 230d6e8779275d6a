package dev.martello.runtime.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Jackson reads is read, and reads the same; what it refuses is refused. */
class JsonReaderTest {
  /** By hand: -Dfloats=10000000. */
  private static final int NUMBERS = Integer.getInteger("floats", 100_000);

  private static final JsonFactory JACKSON =
      JsonFactory.builder().disable(JsonFactory.Feature.CHARSET_DETECTION).build();

  private static final List<String> DOCUMENTS =
      List.of(
          "{}",
          " [ ] ",
          "7",
          "-0.5e-3",
          "\"\"",
          "{\"a\":{\"b\":[1,2.5,[true,false,null]],\"c\":\"x\\u00e9\\n\\\"\"},\"d\":-12}",
          "[[[1],[]],{\"é€😀\":\"é€😀\"}]",
          "\t{\r\n\"k\" : [ 1 , 2 ] }\n",
          "[12345678901234567890,1E5,1e+5,0,-0,0.0]");

  private static List<String> ours(byte[] bytes) throws JsonRefused {
    JsonReader json = new JsonReader(bytes, 0, bytes.length);
    List<String> tokens = new ArrayList<>();
    while (json.next() != JsonToken.END) {
      String more =
          switch (json.token()) {
            case KEY, STRING -> json.text();
            case INTEGER -> json.bigInteger().toString();
            case FRACTION -> Double.toString(json.number());
            default -> "";
          };
      tokens.add(json.token() + more);
    }
    return tokens;
  }

  private static List<String> jacksons(byte[] bytes) throws IOException {
    List<String> tokens = new ArrayList<>();
    try (JsonParser json = JACKSON.createParser(bytes)) {
      while (json.nextToken() != null) {
        tokens.add(
            switch (json.currentToken()) {
              case START_OBJECT -> "OBJECT";
              case START_ARRAY -> "ARRAY";
              case FIELD_NAME -> "KEY" + json.currentName();
              case VALUE_STRING -> "STRING" + json.getText();
              case VALUE_NUMBER_INT -> "INTEGER" + json.getBigIntegerValue();
              case VALUE_NUMBER_FLOAT -> "FRACTION" + json.getDoubleValue();
              default -> json.currentToken().name().replace("VALUE_", "");
            });
      }
    }
    return tokens;
  }

  /** Empty if it was refused. */
  private static List<String> orNone(Supplier<List<String>> reading) {
    try {
      return reading.get();
    } catch (IllegalStateException e) {
      return List.of("refused");
    }
  }

  private static void readsAsJacksonDoes(byte[] bytes) {
    List<String> theirs =
        orNone(
            () -> {
              try {
                return jacksons(bytes);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    List<String> found =
        orNone(
            () -> {
              try {
                return ours(bytes);
              } catch (JsonRefused e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(found).as(new String(bytes, StandardCharsets.ISO_8859_1)).isEqualTo(theirs);
  }

  @Test
  void readsWholeDocuments() {
    DOCUMENTS.forEach(each -> readsAsJacksonDoes(each.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void readsAsJacksonDoesWhateverIsCutOff() {
    for (String document : DOCUMENTS) {
      byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
      for (int length = 0; length < bytes.length; length++) {
        readsAsJacksonDoes(java.util.Arrays.copyOf(bytes, length));
      }
    }
  }

  @Test
  void readsAsJacksonDoesWhateverIsChanged() {
    Random random = new Random(7);
    byte[] likely = "{}[]\",:.-+eE0159 tfn\\u\n\u00e9".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 40_000; i++) {
      String document = DOCUMENTS.get(random.nextInt(DOCUMENTS.size()));
      byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
      for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
        bytes[random.nextInt(bytes.length)] = likely[random.nextInt(likely.length)];
      }
      readsAsJacksonDoes(bytes);
    }
  }

  private static JsonReader at(String number) throws JsonRefused {
    byte[] bytes = number.getBytes(StandardCharsets.US_ASCII);
    JsonReader json = new JsonReader(bytes, 0, bytes.length);
    json.next();
    return json;
  }

  private static void readsNumber(String text) throws JsonRefused {
    JsonReader json = at(text);
    assertThat(json.single()).as(text).isEqualTo(Float.parseFloat(text));
    assertThat(json.number()).as(text).isEqualTo(Double.parseDouble(text));
  }

  @Test
  void readsNumbersAsTheJdkDoes() throws JsonRefused {
    Random random = new Random(11);
    for (int i = 0; i < NUMBERS; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      double wide = Double.longBitsToDouble(random.nextLong());
      if (Float.isFinite(value) && Double.isFinite(wide)) {
        readsNumber(Float.toString(value));
        readsNumber(Double.toString(value));
        readsNumber(Double.toString(wide));
        readsNumber(Float.toString(random.nextFloat()));
      }
    }
  }

  /** Halfway between two floats, and the least bit beside it: the hard cases of rounding. */
  @Test
  void readsTiesBetweenFloatsAndTheirNeighbours() throws JsonRefused {
    Random random = new Random(13);
    for (int i = 0; i < NUMBERS / 20; i++) {
      float value = Float.intBitsToFloat(random.nextInt(0x7f00_0000));
      double tie = (value + (double) Math.nextUp(value)) / 2;
      String exact = new java.math.BigDecimal(tie).toPlainString();
      readsNumber(exact);
      readsNumber(exact.contains(".") ? exact + "0000000001" : exact + ".0000000001");
      readsNumber(Double.toString(Math.nextUp(tie)));
      readsNumber(Double.toString(Math.nextDown(tie)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3.4028235e38", "3.4028235677973366e38", "3.4028236e38", "1e39", "-1e400", "1e-46",
        "7.006492321624085e-46", "1.17549435e-38", "0e999999999", "-0.0", "0.000", "16777217",
        "9007199254740993", "123456789012345678901234567890", "0.1e-999999"
      })
  void readsNumbersAtTheEdge(String text) throws JsonRefused {
    readsNumber(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808",
        "-9223372036854775809",
        "999999999999999999",
        "1000000000000000000",
        "100000000000000000000000000000000000000000000000000"
      })
  void knowsWhatFitsALong(String text) throws JsonRefused {
    boolean fits = new java.math.BigInteger(text).bitLength() < Long.SIZE;
    assertThat(at(text).fitsLong()).isEqualTo(fits);
    if (fits) {
      assertThat(at(text).integer()).isEqualTo(Long.parseLong(text));
    }
  }

  @Test
  void refusesALiteralOfMoreThan1000Characters() {
    assertThatExceptionOfType(JsonRefused.class)
        .isThrownBy(() -> at("1".repeat(1001)))
        .withMessageContaining("beyond this server's bounds");
  }

  @Test
  void passesOverWhatIsNotWanted() throws JsonRefused {
    JsonReader json = at("[{\"a\":[1,{}]},2]");
    json.next();
    json.skipChildren();
    assertThat(json.token()).isEqualTo(JsonToken.END_OBJECT);
    assertThat(json.next()).isEqualTo(JsonToken.INTEGER);
    json.skipChildren();
    assertThat(json.next()).isEqualTo(JsonToken.END_ARRAY);
  }
}
