package dev.martello.runtime.protocol;

import dev.martello.runtime.protobuf.WireMessage;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * An {@code InferInputTensor} of a ModelInferRequest.
 *
 * @param contents an InferTensorContents; empty if there is none
 */
record InputMessage(DeclaredInput declared, ByteBuffer contents) {
  private static final int NAME = 1;
  private static final int DATATYPE = 2;
  private static final int SHAPE = 3;
  private static final int CONTENTS = 5;
  private static final int MOST_DIMENSIONS = 16;

  static InputMessage parse(Optional<ByteBuffer> bytes) throws RequestInvalid {
    WireMessage message = new WireMessage(bytes.orElse(ByteBuffer.allocate(0)));
    String name = "";
    String datatype = "";
    LongStream.Builder shape = LongStream.builder();
    int dimensions = 0;
    ByteBuffer contents = ByteBuffer.allocate(0);
    while (message.next()) {
      switch (message.field()) {
        case NAME -> name = message.text().orElse("");
        case DATATYPE -> datatype = message.text().orElse("");
        case SHAPE -> {
          ByteBuffer lengths = message.numbers();
          while (lengths.hasRemaining()) {
            long length = WireMessage.varint(lengths);
            if (length < 0 || ++dimensions > MOST_DIMENSIONS) {
              throw new RequestInvalid(
                  "input '" + name + "': shape must be up to 16 whole numbers from 0");
            }
            shape.add(length);
          }
        }
        case CONTENTS -> contents = message.bytes().orElse(contents);
        default -> message.skip();
      }
    }
    return new InputMessage(new DeclaredInput(name, datatype, shape.build().toArray()), contents);
  }
}
