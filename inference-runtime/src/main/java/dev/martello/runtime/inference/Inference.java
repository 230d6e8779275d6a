package dev.martello.runtime.inference;

import ai.onnxruntime.OrtException;
import dev.martello.runtime.http.Answer;
import dev.martello.runtime.http.CallRefused;
import dev.martello.runtime.http.HttpCall;
import dev.martello.runtime.http.RequestContent;
import dev.martello.runtime.http.UnexpectedFailure;
import dev.martello.runtime.model.LoadedModel;
import dev.martello.runtime.model.OnnxSession;
import dev.martello.runtime.protocol.InferBody;
import dev.martello.runtime.protocol.InferRequest;
import dev.martello.runtime.protocol.InferRequestReader;
import dev.martello.runtime.protocol.InferResponse;
import dev.martello.runtime.protocol.InferResponseWriter;
import dev.martello.runtime.protocol.RequestInvalid;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Map;
import java.util.regex.Pattern;

/** One infer call from body to answer, on a thread that may block. */
final class Inference {
  /** Of the binary tensor extension: how much of a body is JSON. */
  private static final String JSON_LENGTH = "inference-header-content-length";

  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,9}");

  private final OnnxSession session;
  private final InferRequestReader reader;
  private final InferResponseWriter writer;
  private final int maxRequestBytes;

  Inference(LoadedModel model, int maxRequestBytes) {
    this.session = model.session();
    this.reader = new InferRequestReader(session.inputs(), session.outputs());
    this.writer = new InferResponseWriter(model.name(), model.version());
    this.maxRequestBytes = maxRequestBytes;
  }

  Answer answer(HttpCall call) {
    try (RequestContent content = RequestContent.of(call, maxRequestBytes);
        Arena arena = Arena.ofConfined()) {
      InferBody body = new InferBody(content.bytes(), jsonLength(call, content), content.length());
      InferRequest request = reader.read(body, arena);
      return answer(writer.write(request, session.run(request.inputs(), request.outputs())))
          .compressedFor(call.head());
    } catch (CallRefused e) {
      return e.answer();
    } catch (RequestInvalid e) {
      return Answer.error(400, String.valueOf(e.getMessage()));
    } catch (OrtException e) {
      // Not its message: that names the insides of the model, and may quote elements.
      return e.getCode() == OrtException.OrtErrorCode.ORT_INVALID_ARGUMENT
          ? Answer.error(400, "the model can't compute with these inputs; check values and shapes")
          : Answer.error(500, "the model failed on these inputs (" + e.getCode() + ")");
    } catch (IOException | RuntimeException e) {
      UnexpectedFailure.report(e);
      return Answer.error(500, "internal error");
    }
  }

  private static int jsonLength(HttpCall call, RequestContent content) throws RequestInvalid {
    String given = call.head().headers().get(JSON_LENGTH);
    if (given == null) {
      return content.length();
    }
    if (!LENGTH.matcher(given).matches() || Integer.parseInt(given) > content.length()) {
      throw new RequestInvalid(
          JSON_LENGTH + " must be a whole number, and not more than the body has bytes");
    }
    return Integer.parseInt(given);
  }

  private static Answer answer(InferResponse response) {
    return response.jsonLength().isEmpty()
        ? Answer.json(200, response.body())
        : Answer.of(
            200,
            "application/octet-stream",
            response.body(),
            Map.of(JSON_LENGTH, Integer.toString(response.jsonLength().getAsInt())));
  }
}
