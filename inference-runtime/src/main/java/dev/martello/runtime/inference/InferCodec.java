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

/** How an infer call is written on the wire. */
interface InferCodec {
  /** Tensors live as long as the arena. */
  InferRequest read(HttpCall call, Arena arena) throws CallRefused, RequestInvalid;

  Answer write(HttpCall call, InferRequest request, Map<String, OutputTensor> outputs)
      throws IOException;

  Answer refused(CallRefused why);
}
