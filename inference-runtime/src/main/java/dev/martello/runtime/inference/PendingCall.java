package dev.martello.runtime.inference;

import dev.martello.runtime.http.Answer;
import dev.martello.runtime.http.CallRefused;
import dev.martello.runtime.http.HttpCall;
import dev.martello.runtime.protocol.InferRequest;
import dev.martello.runtime.protocol.RequestInvalid;
import dev.martello.runtime.tensor.OutputTensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Map;
import java.util.function.Consumer;

/** An infer call that waits for its answer, since {@code queuedNanos} of the system's clock. */
record PendingCall(InferCodec codec, HttpCall call, Consumer<Answer> reply, long queuedNanos) {

  InferRequest read(Arena arena) throws CallRefused, RequestInvalid {
    return codec.read(call, arena);
  }

  Answer write(InferRequest request, Map<String, OutputTensor> outputs) throws IOException {
    return codec.write(call, request, outputs);
  }

  void refuse(CallRefused why) {
    reply.accept(codec.refused(why));
  }
}
