package dev.martello.runtime.mounted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Notices when the kubelet has renewed mounted files: it writes them into a new directory and moves
 * the link {@code ..data} there, so that all files of a volume change at one moment.
 */
public final class MountedFiles implements AutoCloseable {
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("mounted-files").factory());
  private final List<Watched> watches = new CopyOnWriteArrayList<>();

  /** Takes the files as they are now, or says why it can't; then the earlier ones stay in use. */
  @FunctionalInterface
  public interface Reload {
    void run() throws Exception;
  }

  /** Looks that often. */
  @SuppressWarnings("FutureReturnValueIgnored") // ends with close; look() lets nothing out
  public MountedFiles(Duration every) {
    thread.scheduleWithFixedDelay(
        this::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Remembers the files as they are now; they are watched from {@link Watched#onChange} on.
   *
   * @param what they are, for people
   */
  public Watched state(String what, List<Path> files) {
    return new Watched(what, List.copyOf(files));
  }

  private void look() {
    watches.forEach(Watched::look);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  /** Files that change together. */
  public final class Watched {
    private final String what;
    private final List<Path> files;
    private Reload reload = () -> {};
    private List<String> taken;
    private List<String> refused = List.of();

    private Watched(String what, List<Path> files) {
      this.what = what;
      this.files = files;
      this.taken = now();
    }

    /** Has the files taken anew whenever one of them is another than it was. */
    public void onChange(Reload how) {
      reload = how;
      watches.add(this);
    }

    private void look() {
      List<String> now = now();
      if (now.equals(taken)) {
        return;
      }
      try {
        reload.run();
        taken = now;
        System.err.println(what + ": renewed");
      } catch (Exception e) {
        // Tried again at every look, since files may have been read in the midst of a change; but
        // said once.
        if (!now.equals(refused)) {
          System.err.println(what + ": renewed, but can't be used; the earlier stays: " + e);
          refused = now;
        }
      }
    }

    private List<String> now() {
      List<String> state = new ArrayList<>();
      for (Path file : files) {
        try {
          BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
          state.add(
              file.toRealPath()
                  + " "
                  + found.lastModifiedTime()
                  + " "
                  + found.size()
                  + " "
                  + found.fileKey());
        } catch (IOException e) {
          state.add("absent");
        }
      }
      return state;
    }
  }
}
