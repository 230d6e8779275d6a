package dev.martello.sealedmodel.bulk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The threads that help the one that opens. */
final class Crew {
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  private Crew() {}

  static Crew start(DecryptionPass pass, int size) {
    Crew crew = new Crew();
    for (int i = 0; i < size; i++) {
      crew.threads.add(
          Thread.ofPlatform().daemon().name("opening-" + i).start(() -> crew.work(pass)));
    }
    return crew;
  }

  @SuppressWarnings("IllegalCatch") // kept for the thread that opens
  private void work(DecryptionPass pass) {
    try {
      pass.work();
    } catch (IOException | AlteredException | RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    }
  }

  /** Waits for all, whatever interrupts, since they use what the caller zeroes next. */
  void join() {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Throws what the first failure was, if one failed. */
  void requireDone() throws IOException, AlteredException {
    Throwable first = failure.get();
    if (first == null) {
      return;
    }
    switch (first) {
      case IOException e -> throw e;
      case AlteredException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }
}
