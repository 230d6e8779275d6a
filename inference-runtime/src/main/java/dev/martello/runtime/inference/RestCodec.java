package dev.martello.runtime.inference;

import dev.martello.runtime.http.Answer;
import dev.martello.runtime.http.CallRefused;
import dev.martello.runtime.http.HttpCall;
import dev.martello.runtime.http.RequestContent;
import dev.martello.runtime.model.LoadedModel;
import dev.martello.runtime.protocol.InferBody;
import dev.martello.runtime.protocol.InferRequest;
import dev.martello.runtime.protocol.InferRequestReader;
import dev.martello.runtime.protocol.InferResponse;
import dev.martello.runtime.protocol.InferResponseWriter;
import dev.martello.runtime.protocol.RequestInvalid;
import dev.martello.runtime.tensor.OutputTensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Map;
import java.util.regex.Pattern;

/** JSON, with tensors as bytes behind it where a caller wants that. */
final class RestCodec implements InferCodec {
  /** Of the binary tensor extension: how much of a body is JSON. */
  private static final String JSON_LENGTH = "inference-header-content-length";

  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,9}");

  private final InferRequestReader reader;
  private final InferResponseWriter writer;
  private final int maxRequestBytes;

  RestCodec(LoadedModel model, int maxRequestBytes) {
    this.reader =
        new InferRequestReader(model.name(), model.session().inputs(), model.session().outputs());
    this.writer = new InferResponseWriter(model.name(), model.version());
    this.maxRequestBytes = maxRequestBytes;
  }

  @Override
  public InferRequest read(HttpCall call, Arena arena) throws CallRefused, RequestInvalid {
    try (RequestContent content = RequestContent.of(call, maxRequestBytes)) {
      int jsonLength = jsonLength(call, content);
      return reader.read(new InferBody(content.bytes(), jsonLength, content.length()), arena);
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

  @Override
  public Answer write(HttpCall call, InferRequest request, Map<String, OutputTensor> outputs)
      throws IOException {
    return answer(writer.write(request, outputs)).compressedFor(call.head());
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

  @Override
  public Answer refused(CallRefused why) {
    return why.answer();
  }
}
