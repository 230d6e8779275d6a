package dev.martello.runtime;

import dev.martello.runtime.accesslog.AccessLog;
import dev.martello.runtime.http.BodyBudget;
import dev.martello.runtime.http.PortLimits;
import dev.martello.runtime.http.PortTerms;
import dev.martello.runtime.http.ServerPort;
import dev.martello.runtime.inference.CallerTerms;
import dev.martello.runtime.inference.InferenceCalls;
import dev.martello.runtime.inference.InferenceEndpoint;
import dev.martello.runtime.inference.ServingProbe;
import dev.martello.runtime.management.PortTraffic;
import dev.martello.runtime.management.ServingState;
import dev.martello.runtime.model.LoadedModel;
import dev.martello.runtime.tls.TlsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** The inference port with what is behind it: the same in a pod and on a developer's machine. */
final class ModelPort implements AutoCloseable {
  /** Of the heap, for request bodies; the rest is for reading and answering them. */
  private static final int HEAP_SHARE = 4;

  private final LoadedModel model;
  private final InferenceCalls calls;
  private final BodyBudget budget;
  private final PortTraffic traffic;
  private final ServerPort port;

  private ModelPort(
      LoadedModel model,
      InferenceCalls calls,
      BodyBudget budget,
      PortTraffic traffic,
      ServerPort port) {
    this.model = model;
    this.calls = calls;
    this.budget = budget;
    this.traffic = traffic;
    this.port = port;
  }

  /**
   * Opens the port.
   *
   * @param model is closed with the port, unless opening fails
   * @param mostRows that may ride in one run, if that is not to be measured
   */
  static ModelPort open(
      InetSocketAddress address,
      Optional<Supplier<TlsServer>> tls,
      CallerTerms callers,
      LoadedModel model,
      int maxRequestBytes,
      OptionalInt mostRows,
      ServingState state,
      AccessLog log)
      throws IOException {
    int processors = Runtime.getRuntime().availableProcessors();
    InferenceCalls calls =
        InferenceCalls.start(
            model.session(), ServingProbe.run(model.session(), mostRows), processors);
    PortTraffic traffic = new PortTraffic(log);
    InferenceEndpoint endpoint =
        new InferenceEndpoint(
            model, callers, state::ready, calls, maxRequestBytes, RuntimeVersion.read());
    BodyBudget budget =
        new BodyBudget(
            Math.max(2L * maxRequestBytes, Runtime.getRuntime().maxMemory() / HEAP_SHARE));
    PortTerms terms =
        new PortTerms("inference", endpoint, PortLimits.USUAL, budget, traffic, state::draining);
    try {
      return new ModelPort(
          model,
          calls,
          budget,
          traffic,
          ServerPort.open(address, tls, terms, Math.min(2, processors)));
    } catch (IOException e) {
      calls.stop();
      throw e;
    }
  }

  InetSocketAddress address() {
    return port.address();
  }

  InferenceCalls calls() {
    return calls;
  }

  /** Of request bodies. */
  BodyBudget budget() {
    return budget;
  }

  PortTraffic traffic() {
    return traffic;
  }

  /** Closes the port, then the model: but not under a run that does not end. */
  @Override
  public void close() {
    port.close();
    if (calls.stop()) {
      model.close();
    }
  }
}
