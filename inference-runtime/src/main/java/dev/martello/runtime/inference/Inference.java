package dev.martello.runtime.inference;

import ai.onnxruntime.OrtException;
import dev.martello.runtime.http.Answer;
import dev.martello.runtime.http.CallRefused;
import dev.martello.runtime.http.UnexpectedFailure;
import dev.martello.runtime.model.OnnxSession;
import dev.martello.runtime.protocol.InferRequest;
import dev.martello.runtime.protocol.RequestInvalid;
import dev.martello.runtime.tensor.OutputTensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Infer calls from body to answer. Those that were taken together are run together if they fit. */
final class Inference {
  private final OnnxSession session;
  private final int mostRows;
  private final InferenceStatistics statistics;

  private record Read(PendingCall call, InferRequest request) {}

  Inference(OnnxSession session, int mostRows, InferenceStatistics statistics) {
    this.session = session;
    this.mostRows = mostRows;
    this.statistics = statistics;
  }

  void answer(List<PendingCall> calls) {
    if (calls.size() == 1) {
      answer(calls.get(0));
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      List<Read> alone = new ArrayList<>();
      Batches<Read> batches = new Batches<>(mostRows);
      for (PendingCall call : calls) {
        read(call, arena).filter(read -> !batches.add(read, read.request())).ifPresent(alone::add);
      }
      for (Batch<Read> batch : batches.all()) {
        if (batch.members().size() == 1 || !runTogether(batch, arena)) {
          alone.addAll(batch.members());
        }
      }
      alone.forEach(this::runAlone);
    }
  }

  void answer(PendingCall call) {
    try (Arena arena = Arena.ofConfined()) {
      read(call, arena).ifPresent(this::runAlone);
    }
  }

  private Optional<Read> read(PendingCall call, Arena arena) {
    long start = System.nanoTime();
    statistics.queue.add(start - call.queuedNanos());
    try {
      call.requireAwaited(start);
      InferRequest request = call.read(arena);
      statistics.input.add(System.nanoTime() - start);
      return Optional.of(new Read(call, request));
    } catch (CallRefused e) {
      refuse(call, e);
    } catch (RequestInvalid e) {
      refuse(call, new CallRefused(400, String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      fail(call, e);
    }
    return Optional.empty();
  }

  /** False if nobody was answered: then each is to be run by itself, and gets his own answer. */
  private boolean runTogether(Batch<Read> batch, Arena arena) {
    try {
      long start = System.nanoTime();
      Map<String, OutputTensor> outputs = session.run(batch.inputs(arena), batch.outputs());
      List<Map<String, OutputTensor>> parts = batch.split(outputs);
      if (parts.isEmpty()) {
        return false;
      }
      ran(System.nanoTime() - start, batch.members().size(), batch.rows());
      for (int i = 0; i < parts.size(); i++) {
        write(batch.members().get(i), parts.get(i));
      }
      return true;
    } catch (OrtException | RuntimeException e) {
      return false; // the fault of one of them, perhaps
    }
  }

  private void runAlone(Read read) {
    try {
      long start = System.nanoTime();
      Map<String, OutputTensor> outputs =
          session.run(read.request().inputs(), read.request().outputs());
      ran(System.nanoTime() - start, 1, Batches.rows(read.request()));
      write(read, outputs);
    } catch (OrtException e) {
      // Not its message: that names the insides of the model, and may quote elements.
      refuse(
          read.call(),
          e.getCode() == OrtException.OrtErrorCode.ORT_INVALID_ARGUMENT
              ? new CallRefused(
                  400, "the model can't compute with these inputs; check values and shapes")
              : new CallRefused(500, "the model failed on these inputs (" + e.getCode() + ")"));
    } catch (RuntimeException e) {
      fail(read.call(), e);
    }
  }

  private void ran(long nanos, int calls, long rows) {
    statistics.batch.add(calls);
    statistics.rows.add(rows);
    for (int i = 0; i < calls; i++) {
      statistics.run.add(nanos);
    }
  }

  private void write(Read read, Map<String, OutputTensor> outputs) {
    long start = System.nanoTime();
    try {
      Answer answer = read.call().write(read.request(), outputs);
      statistics.output.add(System.nanoTime() - start);
      statistics.succeeded.increment();
      read.call().reply().accept(answer);
    } catch (IOException | RuntimeException e) {
      fail(read.call(), e);
    }
  }

  private void refuse(PendingCall call, CallRefused why) {
    (why.status() < 500 ? statistics.invalid : statistics.failed).increment();
    call.refuse(why);
  }

  private void fail(PendingCall call, Exception e) {
    UnexpectedFailure.report(e);
    refuse(call, new CallRefused(500, "internal error"));
  }
}
