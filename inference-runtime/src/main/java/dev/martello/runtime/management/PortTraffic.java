package dev.martello.runtime.management;

import dev.martello.runtime.accesslog.AccessLog;
import dev.martello.runtime.http.FinishedCall;
import dev.martello.runtime.http.TrafficObserver;
import dev.martello.runtime.metrics.Histogram;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens at one port, and has every request logged. */
public final class PortTraffic implements TrafficObserver {
  private final AccessLog log;
  private final AtomicLong inFlight = new AtomicLong();
  private final AtomicLong lastStartNanos = new AtomicLong(System.nanoTime());
  private final LongAdder handshakesFailed = new LongAdder();
  private final LongAdder connectionsRefused = new LongAdder();
  private final ConcurrentSkipListMap<Integer, LongAdder> byCode = new ConcurrentSkipListMap<>();
  private final Histogram inference = Histogram.ofDurations();

  public PortTraffic(AccessLog log) {
    this.log = log;
  }

  @Override
  public void started() {
    inFlight.incrementAndGet();
    lastStartNanos.set(System.nanoTime());
  }

  @Override
  public void finished(FinishedCall call) {
    byCode.computeIfAbsent(call.status(), code -> new LongAdder()).increment();
    if (call.template().endsWith("/infer") || call.template().endsWith("/ModelInfer")) {
      inference.add(call.micros() * 1000);
    }
    log.write(call);
    inFlight.decrementAndGet();
  }

  @Override
  public void handshakeFailed() {
    handshakesFailed.increment();
  }

  @Override
  public void connectionRefused() {
    connectionsRefused.increment();
  }

  /** Requests that are read, run or answered now. */
  public long inFlight() {
    return inFlight.get();
  }

  /** How long no new request has come. */
  public long quietNanos() {
    return System.nanoTime() - lastStartNanos.get();
  }

  Map<Integer, Long> byCode() {
    Map<Integer, Long> counts = new TreeMap<>();
    byCode.forEach((code, count) -> counts.put(code, count.sum()));
    return counts;
  }

  long handshakesFailedSoFar() {
    return handshakesFailed.sum();
  }

  long connectionsRefusedSoFar() {
    return connectionsRefused.sum();
  }

  Histogram inference() {
    return inference;
  }
}
