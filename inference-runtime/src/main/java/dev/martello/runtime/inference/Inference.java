package dev.martello.runtime.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.martello.runtime.http.Answer;
import dev.martello.runtime.http.HttpCall;
import dev.martello.runtime.http.UnexpectedFailure;
import dev.martello.runtime.model.LoadedModel;
import dev.martello.runtime.model.OnnxSession;
import dev.martello.runtime.protocol.InferRequest;
import dev.martello.runtime.protocol.InferRequestReader;
import dev.martello.runtime.protocol.InferResponseWriter;
import dev.martello.runtime.protocol.RequestInvalid;
import dev.martello.runtime.tensor.TensorData;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.Map;

/** One infer call from body to answer, on a thread that may block. */
final class Inference {
  private final OnnxSession session;
  private final InferRequestReader reader;
  private final InferResponseWriter writer;

  Inference(LoadedModel model) {
    this.session = model.session();
    this.reader = new InferRequestReader(session.inputs(), session.outputs());
    this.writer = new InferResponseWriter(model.name(), model.version(), session.outputs());
  }

  Answer answer(HttpCall call) {
    try (Arena arena = Arena.ofConfined()) {
      InferRequest request = reader.read(call.body(), call.bodyLength(), arena);
      return run(request);
    } catch (RequestInvalid e) {
      return Answer.error(400, String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      UnexpectedFailure.report(e);
      return Answer.error(500, "internal error");
    }
  }

  private Answer run(InferRequest request) throws IOException {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    try {
      for (Map.Entry<String, TensorData> input : request.inputs().entrySet()) {
        tensors.put(input.getKey(), input.getValue().tensor(session.environment()));
      }
      try (OrtSession.Result result = session.run(tensors, request.outputs())) {
        return Answer.json(200, writer.write(request, result));
      }
    } catch (OrtException e) {
      // Not its message: that names the insides of the model, and may quote elements.
      return e.getCode() == OrtException.OrtErrorCode.ORT_INVALID_ARGUMENT
          ? Answer.error(400, "the model can't compute with these inputs; check values and shapes")
          : Answer.error(500, "the model failed on these inputs (" + e.getCode() + ")");
    } finally {
      OnnxValue.close(tensors);
    }
  }
}
