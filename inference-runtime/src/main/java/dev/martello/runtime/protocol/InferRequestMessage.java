package dev.martello.runtime.protocol;

import dev.martello.runtime.model.ModelTensor;
import dev.martello.runtime.protobuf.WireMessage;
import dev.martello.runtime.tensor.BinaryElements;
import dev.martello.runtime.tensor.ElementRefused;
import dev.martello.runtime.tensor.TensorData;
import dev.martello.runtime.tensor.TypedElements;
import java.lang.foreign.Arena;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a {@code ModelInferRequest} of the protocol's gRPC service; field numbers are those of its
 * open_inference_grpc.proto. Parameters are optional by the protocol, and none is known here.
 */
public final class InferRequestMessage {
  private static final int MODEL_NAME = 1;
  private static final int MODEL_VERSION = 2;
  private static final int ID = 3;
  private static final int INPUTS = 5;
  private static final int OUTPUTS = 6;
  private static final int RAW_INPUT_CONTENTS = 7;
  private static final int OUTPUT_NAME = 1;

  private final Map<String, ModelTensor> inputs;
  private final Map<String, ModelTensor> outputs;
  private String modelName = "";
  private String modelVersion = "";
  private Optional<String> id = Optional.empty();
  private final List<InputMessage> given = new ArrayList<>();
  private final RequestedOutputs wanted;
  private final List<ByteBuffer> raw = new ArrayList<>();

  private InferRequestMessage(Map<String, ModelTensor> inputs, Map<String, ModelTensor> outputs) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.wanted = new RequestedOutputs(outputs.keySet());
  }

  /**
   * Reads a message; whether its tensors are {@link #raw} decides how the answer's are.
   *
   * @throws RequestInvalid naming what is wrong and what was expected
   */
  public static InferRequestMessage parse(
      ByteBuffer message, Map<String, ModelTensor> inputs, Map<String, ModelTensor> outputs)
      throws RequestInvalid {
    InferRequestMessage request = new InferRequestMessage(inputs, outputs);
    try {
      request.parse(new WireMessage(message));
      return request;
    } catch (BufferUnderflowException
        | IndexOutOfBoundsException
        | ArithmeticException
        | IllegalArgumentException e) {
      throw new RequestInvalid("the message is no ModelInferRequest in Protocol Buffers");
    }
  }

  private void parse(WireMessage message) throws RequestInvalid {
    while (message.next()) {
      switch (message.field()) {
        case MODEL_NAME -> modelName = message.text().orElse("");
        case MODEL_VERSION -> modelVersion = message.text().orElse("");
        case ID -> id = message.text().filter(given -> !given.isEmpty());
        case INPUTS -> given.add(InputMessage.parse(message.bytes()));
        case OUTPUTS -> wanted.add(outputName(message.bytes()), Optional.empty());
        case RAW_INPUT_CONTENTS -> message.bytes().ifPresent(raw::add);
        default -> message.skip();
      }
    }
  }

  private static String outputName(Optional<ByteBuffer> output) {
    WireMessage message = new WireMessage(output.orElse(ByteBuffer.allocate(0)));
    String name = "";
    while (message.next()) {
      if (message.field() == OUTPUT_NAME) {
        name = message.text().orElse("");
      } else {
        message.skip();
      }
    }
    return name;
  }

  public String modelName() {
    return modelName;
  }

  /** Empty for any. */
  public String modelVersion() {
    return modelVersion;
  }

  /** The tensors, checked against the model; they live as long as the arena. */
  public InferRequest read(Arena arena) throws RequestInvalid {
    if (!raw.isEmpty() && raw.size() != given.size()) {
      throw new RequestInvalid(
          "raw_input_contents must be one for each input: there are "
              + raw.size()
              + " for "
              + given.size());
    }
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    for (int i = 0; i < given.size(); i++) {
      InputMessage input = given.get(i);
      if (tensors.put(input.declared().name(), read(input, i, arena)) != null) {
        throw new RequestInvalid(input.declared().named() + " is there twice");
      }
    }
    RequiredInputs.require(inputs, tensors.keySet());
    Set<String> names = wanted.names();
    return new InferRequest(id, tensors, names, raw() ? names : Set.of(), wanted.named());
  }

  private boolean raw() {
    return !raw.isEmpty()
        || wanted.names().stream()
            .map(outputs::get)
            .anyMatch(output -> output != null && !TypedElements.canWrite(output.datatype()));
  }

  private TensorData read(InputMessage input, int index, Arena arena) throws RequestInvalid {
    ByteBuffer contents = raw.isEmpty() ? input.contents() : raw.get(index);
    TensorData into = input.declared().allocate(inputs, contents.remaining(), arena);
    try {
      if (raw.isEmpty()) {
        TypedElements.read(contents, into);
      } else if (input.contents().hasRemaining()) {
        throw new ElementRefused("has both raw_input_contents and contents");
      } else {
        BinaryElements.read(contents, into);
      }
      return into;
    } catch (ElementRefused e) {
      throw new RequestInvalid(input.declared().named() + ": " + e.getMessage());
    } catch (BufferUnderflowException
        | IndexOutOfBoundsException
        | ArithmeticException
        | IllegalArgumentException e) {
      throw new RequestInvalid(input.declared().named() + ": contents are malformed");
    }
  }
}
