package dev.martello.runtime.evidence;

import dev.martello.runtime.http.UnexpectedFailure;
import dev.martello.runtime.tls.ServingCertificate;
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
   * Gathers a document and hands it over in a signed envelope, or nothing if that failed.
   *
   * @return false if too many others are waiting already
   */
  public boolean record(EvidenceQuestion question, Consumer<Optional<byte[]>> then) {
    try {
      thread.execute(() -> then.accept(gather(question)));
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  private Optional<byte[]> gather(EvidenceQuestion question) {
    try {
      ServingCertificate certificate = sources.certificate().get();
      return Optional.of(
          EvidenceEnvelope.seal(
              EvidenceDocument.write(sources, certificate, question), certificate));
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
