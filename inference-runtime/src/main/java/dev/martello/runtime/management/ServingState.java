package dev.martello.runtime.management;

import java.util.concurrent.atomic.AtomicReference;

/** Where the process is in its life: it starts, serves, drains; never back. */
public final class ServingState {
  private enum Phase {
    STARTING,
    SERVING,
    DRAINING
  }

  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.STARTING);

  public void serve() {
    phase.compareAndSet(Phase.STARTING, Phase.SERVING);
  }

  public void drain() {
    phase.set(Phase.DRAINING);
  }

  public boolean ready() {
    return phase.get() == Phase.SERVING;
  }

  public boolean draining() {
    return phase.get() == Phase.DRAINING;
  }
}
