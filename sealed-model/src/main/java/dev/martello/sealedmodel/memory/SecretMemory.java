package dev.martello.sealedmodel.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Memory outside of the Java heap for what must not leave the process. On Linux it is left out of
 * core dumps and locked as far as the limit (RLIMIT_MEMLOCK) allows; elsewhere it is plain memory.
 * Closing zeroes it, then gives it back.
 */
public final class SecretMemory implements AutoCloseable {
  private final Arena arena;
  private final MemorySegment content;
  private final long lockedBytes;
  private final Consumer<MemorySegment> beforeRelease;
  private final AtomicBoolean closed = new AtomicBoolean();

  private SecretMemory(
      Arena arena, MemorySegment content, long lockedBytes, Consumer<MemorySegment> beforeRelease) {
    this.arena = arena;
    this.content = content;
    this.lockedBytes = lockedBytes;
    this.beforeRelease = beforeRelease;
  }

  /** So many bytes, all zero. */
  public static SecretMemory allocate(long bytes) {
    return allocate(bytes, zeroed -> {});
  }

  /**
   * The same, with an observer.
   *
   * @param beforeRelease sees the zeroed memory just before it is given back
   */
  // The arena lives as long as what is returned, and is closed with it.
  @SuppressWarnings("MustBeClosedChecker")
  public static SecretMemory allocate(long bytes, Consumer<MemorySegment> beforeRelease) {
    Arena arena = Arena.ofShared();
    try {
      if (!Libc.isHere()) {
        return new SecretMemory(arena, arena.allocate(bytes), 0, beforeRelease);
      }
      Libc libc = new Libc();
      long page = Libc.PAGES;
      MemorySegment pages = libc.map(Math.max(1, (bytes + page - 1) / page) * page, arena);
      libc.keepOutOfDumps(pages);
      libc.preferLargePages(pages);
      long locked = Math.min(bytes, lock(libc, pages, page));
      return new SecretMemory(arena, pages.asSlice(0, bytes), locked, beforeRelease);
    } catch (RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  /** Locks from the start, in halving pieces once the limit is hit. Returns the bytes locked. */
  private static long lock(Libc libc, MemorySegment pages, long page) {
    long locked = 0;
    long piece = pages.byteSize();
    while (locked < pages.byteSize() && piece >= page) {
      long next = Math.min(piece, pages.byteSize() - locked);
      if (libc.lock(pages.asSlice(locked, next))) {
        locked += next;
      } else {
        piece = piece / 2 / page * page;
      }
    }
    return locked;
  }

  /** The memory; not to be touched after {@link #close}. */
  public MemorySegment content() {
    return content;
  }

  /** How many of its bytes cannot be swapped out. */
  public long lockedBytes() {
    return lockedBytes;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      content.fill((byte) 0);
      beforeRelease.accept(content);
      arena.close();
    }
  }
}
