package dev.martello.cli.model;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A model that answers with what it is asked, written as the Protocol Buffers message that
 * onnx.proto describes.
 */
public final class TinyOnnx {
  private static final int FLOAT = 1;

  private TinyOnnx() {}

  /** One Identity node, input {@code x}, output {@code y}, FP32, shape [2]. */
  public static byte[] identity() {
    return of("", opset(""));
  }

  /** The same, importing the operators of one more domain. */
  public static byte[] importing(String domain) {
    return of("", opset(""), opset(domain));
  }

  /** The same with its one operator from another domain. */
  public static byte[] using(String domain) {
    return of(domain, opset(""), opset(domain));
  }

  private static byte[] opset(String domain) {
    return message(text(1, domain), number(2, domain.isEmpty() ? 17 : 1));
  }

  private static byte[] of(String domain, byte[]... opsets) {
    var node = message(text(1, "x"), text(2, "y"), text(4, "Identity"), text(7, domain));
    var graph =
        message(field(1, node), text(2, "tiny"), field(11, tensor("x")), field(12, tensor("y")));
    var model = new ByteArrayOutputStream();
    model.writeBytes(message(number(1, 8), field(7, graph)));
    for (var opset : opsets) {
      model.writeBytes(field(8, opset));
    }
    return model.toByteArray();
  }

  private static byte[] tensor(String name) {
    var shape = message(field(1, message(number(1, 2))));
    var type = message(field(1, message(number(1, FLOAT), field(2, shape))));
    return message(text(1, name), field(2, type));
  }

  private static byte[] message(byte[]... fields) {
    var all = new ByteArrayOutputStream();
    for (var field : fields) {
      all.writeBytes(field);
    }
    return all.toByteArray();
  }

  private static byte[] text(int number, String value) {
    return field(number, value.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] number(int number, int value) {
    return new byte[] {(byte) (number << 3), (byte) value};
  }

  private static byte[] field(int number, byte[] content) {
    if (content.length > 127) {
      throw new IllegalArgumentException("lengths of one byte suffice here");
    }
    var field = new byte[content.length + 2];
    field[0] = (byte) (number << 3 | 2);
    field[1] = (byte) content.length;
    System.arraycopy(content, 0, field, 2, content.length);
    return field;
  }
}
