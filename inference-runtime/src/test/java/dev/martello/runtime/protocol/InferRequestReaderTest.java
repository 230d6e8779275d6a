package dev.martello.runtime.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.martello.runtime.model.ModelTensor;
import dev.martello.runtime.tensor.Datatype;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InferRequestReaderTest {
  private static final Map<String, ModelTensor> OUTPUTS =
      map(
          new ModelTensor("p", Datatype.FP32, List.of(-1L)),
          new ModelTensor("q", Datatype.FP32, List.of(-1L)));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ~~                                   | the request body must be a JSON object
          []                                   | the request body must be a JSON object
          null                                 | the request body must be a JSON object
          {"inputs":[{]}                       | not well-formed JSON
          {"inputs":[]                         | not well-formed JSON
          {"inputs":[]}x                       | not well-formed JSON
          {"inputs":[]}{}                      | something after its JSON object
          {"inputs":[]}                        | input 'x' is missing; expected INT32 of shape [-1]
          {"input":[]}                         | request: unknown key 'input'; known: [id, model_name, inputs, outputs, parameters]
          {"model_name":"n","inputs":[]}       | model_name is 'n', but the request was sent to 'm'
          {"model_name":1,"inputs":[]}         | model_name must be a string
          {"inputs":[],"inputs":[]}            | request: key 'inputs' is there twice
          {"id":7,"inputs":[]}                 | id must be a string
          {"inputs":{}}                        | inputs must be an array
          {"inputs":[7]}                       | inputs[0] must be an object
          {"inputs":[{"nam":"x"}]}             | inputs[0]: unknown key 'nam'; known: [data, datatype, name, parameters, shape]
          {"inputs":[{"name":"x","name":"x"}]} | inputs[0]: key 'name' is there twice
          {"inputs":[{"name":1}]}              | inputs[0].name must be a string
          {"inputs":[{"name":"x"}]}            | input 'x': name, datatype and shape must all be given
          {"inputs":[{"data":[1]}]}            | inputs[0]: name, datatype and shape must all be given
          {"inputs":[{"name":"x","datatype":"INT32","shape":[2]}]} | input 'x': data is missing, and so is parameters.binary_data_size
          {"inputs":[{"name":"x","datatype":"INT32","shape":2,"data":[1,2]}]} | inputs[0].shape must be an array
          {"inputs":[{"name":"x","datatype":"INT32","shape":[-2],"data":[1,2]}]} | inputs[0].shape must be an array
          {"inputs":[{"name":"x","datatype":"INT32","shape":[99999999999999999999],"data":[1,2]}]} | inputs[0].shape must be an array
          {"inputs":[{"name":"x","datatype":"INT32","shape":[2.0],"data":[1,2]}]} | inputs[0].shape must be an array
          {"inputs":[{"name":"x","datatype":"INT32","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],"data":[1]}]} | up to 16 whole numbers
          {"inputs":[{"name":"x","datatype":"int32","shape":[2],"data":[1,2]}]} | input 'x': datatype must be INT32, is int32
          {"inputs":[{"name":"x","datatype":"INT32","shape":[1,2],"data":[1,2]}]} | input 'x': shape must be [-1] (-1: any length), is [1, 2]
          {"inputs":[{"name":"x","datatype":"INT32","shape":[2],"data":{"a":1}}]} | inputs[0].data must be an array
          {"inputs":[{"name":"x","datatype":"INT32","shape":[2],"data":[1]}]} | input 'x': shape [2] asks for 2 elements, data has 1
          {"inputs":[{"name":"x","datatype":"INT32","shape":[2],"data":[1,2,3]}]} | input 'x': data has more than the 2 elements of the shape
          {"inputs":[{"name":"x","datatype":"INT32","shape":[2],"data":[1,[2]]}]} | input 'x': data must be either flat or nested as the shape, not both
          {"inputs":[{"name":"x","datatype":"INT32","shape":[2],"data":[[1,2]]}]} | input 'x': data is nested, but not as the shape [2]
          {"inputs":[{"name":"x","datatype":"INT32","shape":[900000000000],"data":[1]}]} | asks for more elements than the request can hold
          {"inputs":[{"name":"x","datatype":"INT32","shape":[1],"data":[1]},{"name":"x","datatype":"INT32","shape":[1],"data":[1]}]} | input 'x' is there twice
          {"inputs":[],"outputs":[{}]}         | outputs[0]: name is missing
          {"inputs":[],"outputs":[{"name":"r"}]} | output 'r' is not one of the model's: [p, q]
          {"inputs":[],"outputs":[{"name":"p"},{"name":"p"}]} | output 'p' is asked for twice
          {"inputs":[],"outputs":[{"name":"p","data":1}]} | outputs[0]: unknown key 'data'
          {"inputs":[],"outputs":7}            | outputs must be an array
          """)
  void refuses(String body, String said) {
    assertThatExceptionOfType(RequestInvalid.class)
        .isThrownBy(() -> read(body == null ? "" : body, Datatype.INT32, -1))
        .withMessageContaining(said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          INT8   | 128                   | element 0: expected an integer from -128 to 127
          UINT8  | -1                    | element 0: expected an integer from 0 to 255
          INT16  | 40000                 | expected an integer from -32768 to 32767
          INT32  | 2147483648            | expected an integer from -2147483648 to 2147483647
          INT64  | 9223372036854775808   | expected an integer from -9223372036854775808
          INT64  | 1.0                   | expected an integer, found a number with a fraction
          INT32  | "1"                   | expected an integer, found a string
          INT32  | null                  | expected an integer, found null
          BOOL   | 1                     | expected true or false, found an integer
          FP32   | true                  | expected a number, found a boolean
          FP32   | {}                    | expected a number, found an object
          FP32   | 1e39                  | within the range of FP32
          FP16   | 70000                 | within the range of FP16
          FP64   | 1e309                 | within the range of FP64
          FP64   | NaN                   | not well-formed JSON
          FP64   | -Infinity             | not well-formed JSON
          BYTES  | 5                     | expected a string, found an integer
          """)
  void refusesElements(Datatype datatype, String element, String said) {
    String body =
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"%s\",\"shape\":[1],\"data\":[%s]}]}"
            .formatted(datatype, element);
    assertThatExceptionOfType(RequestInvalid.class)
        .isThrownBy(() -> read(body, datatype, -1))
        .withMessageContaining(said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [2,3]   | [[1,2,3],[4,5,6]]
          [2,3]   | [1,2,3,4,5,6]
          [3,0]   | [[],[],[]]
          [0,3]   | []
          []      | [7]
          """)
  void takesFlatAndNestedData(String shape, String data) throws RequestInvalid {
    int rank = shape.equals("[]") ? 0 : 2;
    assertThat(read(body(shape, data), Datatype.INT32, anyOfRank(rank)).inputs()).containsKey("x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [2,3]   | [[1,2,3],[4,5]]
          [2,3]   | [[1,2,3],[4,5,6,7]]
          [2,3]   | [[1,2,3],4]
          [2,3]   | [[1,2,3]]
          [2,3]   | [[1,2,3],[4,5,6],[]]
          [2,3]   | [[[1,2,3]],[[4,5,6]]]
          [6]     | [[1,2,3],[4,5,6]]
          []      | [[7]]
          """)
  void refusesDataThatIsNestedOtherwise(String shape, String data) {
    int rank = (int) shape.chars().filter(Character::isDigit).count();
    assertThatExceptionOfType(RequestInvalid.class)
        .isThrownBy(() -> read(body(shape, data), Datatype.INT32, anyOfRank(rank)))
        .withMessageContaining("input 'x': data is nested, but not as the shape");
  }

  @Test
  void refusesJsonDeeperThan64Levels() {
    assertThatExceptionOfType(RequestInvalid.class)
        .isThrownBy(
            () -> read("{\"id\":\"a\",\"parameters\":{\"p\":" + "[".repeat(64), Datatype.BOOL, -1))
        .withMessageContaining("64");
  }

  @Test
  void refusesOtherEncodingsThanUtf8() {
    byte[] utf16 = body("[1]", "[1]").getBytes(StandardCharsets.UTF_16LE);
    assertThatExceptionOfType(RequestInvalid.class)
        .isThrownBy(() -> read(utf16, Datatype.INT32, -1))
        .withMessageContaining("not well-formed JSON");
  }

  @Test
  void asksForAllOutputsUnlessSomeAreNamed() throws RequestInvalid {
    String inputs =
        "\"inputs\":[{\"name\":\"x\",\"datatype\":\"BOOL\",\"shape\":[1],\"data\":[true]}]";
    assertThat(read("{" + inputs + "}", Datatype.BOOL, -1).outputs()).containsExactly("p", "q");
    assertThat(read("{" + inputs + ",\"outputs\":[]}", Datatype.BOOL, -1).outputs())
        .containsExactly("p", "q");
    assertThat(
            read(
                    "{\"outputs\":[{\"name\":\"q\"},{\"name\":\"p\"}]," + inputs + "}",
                    Datatype.BOOL,
                    -1)
                .outputs())
        .containsExactly("q", "p");
  }

  private static String body(String shape, String data) {
    return "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"INT32\",\"shape\":%s,\"data\":%s}]}"
        .formatted(shape, data);
  }

  private static long[] anyOfRank(int rank) {
    long[] shape = new long[rank];
    java.util.Arrays.fill(shape, -1);
    return shape;
  }

  private static InferRequest read(String body, Datatype datatype, long... shape)
      throws RequestInvalid {
    return read(body.getBytes(StandardCharsets.UTF_8), datatype, shape);
  }

  private static InferRequest read(byte[] body, Datatype datatype, long... shape)
      throws RequestInvalid {
    List<Long> lengths = java.util.Arrays.stream(shape).boxed().toList();
    Map<String, ModelTensor> inputs = map(new ModelTensor("x", datatype, lengths));
    try (Arena arena = Arena.ofConfined()) {
      return new InferRequestReader("m", inputs, OUTPUTS)
          .read(new InferBody(body, body.length, body.length), arena);
    }
  }

  private static Map<String, ModelTensor> map(ModelTensor... tensors) {
    Map<String, ModelTensor> map = new LinkedHashMap<>();
    for (ModelTensor tensor : tensors) {
      map.put(tensor.name(), tensor);
    }
    return map;
  }
}
