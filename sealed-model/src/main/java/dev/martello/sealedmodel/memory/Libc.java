package dev.martello.sealedmodel.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The few calls of Linux's C library that this module needs, with the constants of Linux. */
final class Libc {
  private static final int PROT_READ_WRITE = 3;
  private static final int MAP_PRIVATE_ANONYMOUS = 0x22;
  private static final int MADV_HUGEPAGE = 14;
  private static final int MADV_DONTDUMP = 16;
  private static final int MLOCK_ONFAULT = 1;
  private static final long MAP_FAILED = -1;

  /** A multiple of every page size that amd64 and arm64 have; to ask would cost a call to link. */
  static final long PAGES = 64 * 1024;

  private final MethodHandle mmap =
      handle(
          "mmap",
          FunctionDescriptor.of(
              ValueLayout.ADDRESS,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG));
  private final MethodHandle munmap =
      handle(
          "munmap",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
  private final MethodHandle mlock2 =
      handle(
          "mlock2",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT));
  private final MethodHandle madvise =
      handle(
          "madvise",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT));

  static boolean isHere() {
    return System.getProperty("os.name", "").equals("Linux");
  }

  /**
   * Fresh zeroed pages of this process alone, unmapped when the arena closes.
   *
   * @param bytes a multiple of {@link #PAGES}
   * @throws OutOfMemoryError if the kernel has none
   */
  // Giving the mapping its size and lifetime is what reinterpret is for.
  @SuppressWarnings("restricted")
  MemorySegment map(long bytes, Arena arena) {
    MemorySegment pages =
        (MemorySegment)
            call(
                () ->
                    (MemorySegment)
                        mmap.invokeExact(
                            MemorySegment.NULL,
                            bytes,
                            PROT_READ_WRITE,
                            MAP_PRIVATE_ANONYMOUS,
                            -1,
                            0L));
    if (pages.address() == MAP_FAILED) {
      throw new OutOfMemoryError("the system has no " + bytes + " bytes of memory for the model");
    }
    return pages.reinterpret(bytes, arena, this::unmap);
  }

  private void unmap(MemorySegment pages) {
    call(() -> (int) munmap.invokeExact(pages, pages.byteSize()));
  }

  /**
   * Locks each page as soon as it is written to, so that the threads that write also make the
   * pages; all count against the limit at once.
   */
  boolean lock(MemorySegment pages) {
    return (int) call(() -> (int) mlock2.invokeExact(pages, pages.byteSize(), MLOCK_ONFAULT)) == 0;
  }

  /** Asks for large pages, which are made faster; the system may have none. */
  void preferLargePages(MemorySegment pages) {
    call(() -> (int) madvise.invokeExact(pages, pages.byteSize(), MADV_HUGEPAGE));
  }

  /** Linux has done this since 3.4; a kernel that can't is no reason not to serve. */
  void keepOutOfDumps(MemorySegment pages) {
    call(() -> (int) madvise.invokeExact(pages, pages.byteSize(), MADV_DONTDUMP));
  }

  private interface NativeCall {
    // A method handle may throw anything.
    Object run() throws Throwable;
  }

  private static Object call(NativeCall call) {
    try {
      return call.run();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a call to the C library failed", e);
    }
  }

  // The C library's functions are found by name; their types are those of Linux's manual, section
  // 2.
  @SuppressWarnings("restricted")
  private static MethodHandle handle(String function, FunctionDescriptor type) {
    Linker linker = Linker.nativeLinker();
    MemorySegment address =
        linker
            .defaultLookup()
            .find(function)
            .orElseThrow(() -> new IllegalStateException("the C library has no " + function));
    return linker.downcallHandle(address, type);
  }
}
