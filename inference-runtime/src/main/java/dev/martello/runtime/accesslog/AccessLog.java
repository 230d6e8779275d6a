package dev.martello.runtime.accesslog;

import dev.martello.runtime.http.FinishedCall;
import dev.martello.runtime.json.JsonText;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes a line for each request, or for some of them, in batches and on a thread of its own: a
 * slow reader of our output must not hold up a request. Lines that find no room are counted, and
 * the count is logged.
 */
public final class AccessLog implements AutoCloseable {
  private static final int ROOM = 8192;
  private static final int BATCH = 512;
  private static final int LINE_BYTES = 384;

  /** With many requests lines gather for so long: waking the writer for each would cost more. */
  private static final long GATHERING_MILLIS = 5;

  private final OutputStream out;
  private final AccessLine line;
  private final LogMode mode;
  private final AtomicLong seen = new AtomicLong();
  private final BlockingQueue<Line> lines = new ArrayBlockingQueue<>(ROOM);
  private final AtomicLong dropped = new AtomicLong();
  private final Thread writer;
  private long droppedLogged;
  private volatile boolean closing;

  private record Line(FinishedCall call, long epochMillis) {}

  /**
   * Starts writing.
   *
   * @param modelDigest root digest of the sealed model that is served, in every line
   * @param mode which requests get one
   */
  public AccessLog(OutputStream out, String modelDigest, LogMode mode) {
    this.mode = mode;
    this.out = out;
    this.line = new AccessLine(modelDigest);
    this.writer = Thread.ofPlatform().name("access-log").daemon().start(this::writeAll);
  }

  public void write(FinishedCall call) {
    if (mode != LogMode.ALL && !mode.takes(call.status(), seen.getAndIncrement())) {
      return;
    }
    if (!lines.offer(new Line(call, System.currentTimeMillis()))) {
      dropped.incrementAndGet();
    }
  }

  public long dropped() {
    return dropped.get();
  }

  public LogMode mode() {
    return mode;
  }

  /** Whether each so far that is to have a line has it, or is about to. */
  public boolean complete() {
    return dropped.get() == 0 && writer.isAlive();
  }

  private void writeAll() {
    List<Line> batch = new ArrayList<>(BATCH);
    JsonText text = new JsonText(BATCH * LINE_BYTES);
    try {
      while (!closing || !lines.isEmpty()) {
        Line first = lines.poll(100, TimeUnit.MILLISECONDS);
        if (first == null) {
          continue;
        }
        batch.add(first);
        lines.drainTo(batch, BATCH - 1);
        batch.forEach(each -> line.write(each.call(), each.epochMillis(), text));
        long lost = dropped.get();
        if (lost > droppedLogged) {
          line.dropped(lost - droppedLogged, System.currentTimeMillis(), text);
          droppedLogged = lost;
        }
        text.moveTo(out);
        out.flush();
        if (batch.size() < BATCH && !closing) {
          Thread.sleep(GATHERING_MILLIS);
        }
        batch.clear();
      }
    } catch (IOException e) {
      System.err.println("access log: can't be written any more");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes what is still there, for a few seconds at most. */
  @Override
  public void close() {
    closing = true;
    try {
      writer.join(2000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
