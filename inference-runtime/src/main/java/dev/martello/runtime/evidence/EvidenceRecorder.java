package dev.martello.runtime.evidence;

import dev.martello.runtime.http.UnexpectedFailure;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Gathers evidence one document at a time, on a thread of its own, since attempts take time. */
public final class EvidenceRecorder implements AutoCloseable {
  private static final int WAITING = 4;

  private final EvidenceSources sources;
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          new DefaultThreadFactory("evidence", true));

  public EvidenceRecorder(EvidenceSources sources) {
    this.sources = sources;
  }

  /**
   * Gathers a document and hands it over as JSON, or nothing if that failed; the nonce is repeated
   * in it.
   *
   * @return false if too many others are waiting already
   */
  public boolean record(String nonce, Consumer<Optional<byte[]>> then) {
    try {
      thread.execute(() -> then.accept(gather(nonce)));
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  private Optional<byte[]> gather(String nonce) {
    try {
      return Optional.of(EvidenceDocument.write(sources, nonce));
    } catch (RuntimeException e) {
      UnexpectedFailure.report(e);
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
