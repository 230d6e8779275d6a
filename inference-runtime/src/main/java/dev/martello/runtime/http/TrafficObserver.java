package dev.martello.runtime.http;

/** Is told of everything that happens at a port; must not block. */
public interface TrafficObserver {
  void started();

  void finished(FinishedCall call);

  void handshakeFailed();

  void connectionRefused();
}
