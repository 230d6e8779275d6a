package dev.martello.runtime.inference;

import dev.martello.runtime.http.Answer;
import dev.martello.runtime.http.CallRefused;
import dev.martello.runtime.http.GrpcStatus;
import dev.martello.runtime.http.HttpCall;
import dev.martello.runtime.http.RequestContent;
import dev.martello.runtime.model.LoadedModel;
import dev.martello.runtime.protocol.InferRequest;
import dev.martello.runtime.protocol.InferRequestMessage;
import dev.martello.runtime.protocol.ProtocolMessages;
import dev.martello.runtime.protocol.RequestInvalid;
import dev.martello.runtime.tensor.OutputTensor;
import java.lang.foreign.Arena;
import java.util.Map;

/** The messages of ModelInfer. */
final class GrpcCodec implements InferCodec {
  private final LoadedModel model;
  private final int maxRequestBytes;

  GrpcCodec(LoadedModel model, int maxRequestBytes) {
    this.model = model;
    this.maxRequestBytes = maxRequestBytes;
  }

  @Override
  public InferRequest read(HttpCall call, Arena arena) throws CallRefused, RequestInvalid {
    try (RequestContent content = RequestContent.ofMessage(call, maxRequestBytes)) {
      InferRequestMessage message =
          InferRequestMessage.parse(
              content.buffer(), model.session().inputs(), model.session().outputs());
      ServedModel.require(model, message.modelName(), message.modelVersion());
      return message.read(arena);
    }
  }

  @Override
  public Answer write(HttpCall call, InferRequest request, Map<String, OutputTensor> outputs) {
    return GrpcStatus.message(
        ProtocolMessages.infer(model.name(), model.version(), request, outputs));
  }

  @Override
  public Answer refused(CallRefused why) {
    return GrpcStatus.refusal(why);
  }
}
