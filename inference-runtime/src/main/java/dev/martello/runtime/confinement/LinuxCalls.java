package dev.martello.runtime.confinement;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The few calls of the C library that are needed; where one does not exist the answer is empty. */
final class LinuxCalls {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Optional<MethodHandle> PRCTL =
      find(
          "prctl",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          Linker.Option.firstVariadicArg(1));
  private static final Optional<MethodHandle> SETRLIMIT =
      find("setrlimit", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
  private static final Optional<MethodHandle> GETRLIMIT =
      find("getrlimit", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
  private static final Optional<MethodHandle> POSIX_SPAWN =
      find(
          "posix_spawn",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
  private static final Optional<MethodHandle> WAITPID =
      find("waitpid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));

  private LinuxCalls() {}

  static OptionalInt prctl(int operation, long argument) {
    if (PRCTL.isEmpty()) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of((int) PRCTL.get().invokeExact(operation, argument, 0L, 0L, 0L));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Sets soft and hard limit; true if the kernel took it. */
  static boolean setLimit(int resource, long limit) {
    if (SETRLIMIT.isEmpty()) {
      return false;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment both = arena.allocateFrom(JAVA_LONG, limit, limit);
      return (int) SETRLIMIT.get().invokeExact(resource, both) == 0;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** The soft limit; -1 is "unlimited". */
  static OptionalLong softLimit(int resource) {
    if (GETRLIMIT.isEmpty()) {
      return OptionalLong.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment both = arena.allocate(JAVA_LONG, 2);
      return (int) GETRLIMIT.get().invokeExact(resource, both) == 0
          ? OptionalLong.of(both.getAtIndex(JAVA_LONG, 0))
          : OptionalLong.empty();
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * Starts a program and waits for its end; the answer is 0 or the errno that stopped the start.
   * Not by {@code ProcessBuilder}: that needs a second program (jspawnhelper), whose absence would
   * look like a refusal.
   */
  static OptionalInt spawnAndWait(String program, String... arguments) {
    if (POSIX_SPAWN.isEmpty() || WAITPID.isEmpty()) {
      return OptionalInt.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment argv = arena.allocate(ADDRESS, arguments.length + 2L);
      argv.setAtIndex(ADDRESS, 0, arena.allocateFrom(program));
      for (int i = 0; i < arguments.length; i++) {
        argv.setAtIndex(ADDRESS, i + 1L, arena.allocateFrom(arguments[i]));
      }
      MemorySegment noEnvironment = arena.allocate(ADDRESS, 1);
      MemorySegment pid = arena.allocate(JAVA_INT);
      MemorySegment path = arena.allocateFrom(program);
      int error =
          (int)
              POSIX_SPAWN
                  .get()
                  .invokeExact(
                      pid, path, MemorySegment.NULL, MemorySegment.NULL, argv, noEnvironment);
      if (error == 0) {
        MemorySegment status = arena.allocate(JAVA_INT);
        int waited = (int) WAITPID.get().invokeExact(pid.get(JAVA_INT, 0), status, 0);
        return waited < 0 ? OptionalInt.empty() : OptionalInt.of(0);
      }
      return OptionalInt.of(error);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  // The JVM is started with --enable-native-access; ONNX Runtime needs that too.
  @SuppressWarnings("restricted")
  private static Optional<MethodHandle> find(
      String name, FunctionDescriptor shape, Linker.Option... options) {
    return LINKER
        .defaultLookup()
        .find(name)
        .map(address -> LINKER.downcallHandle(address, shape, options));
  }

  private static IllegalStateException unexpected(Throwable e) {
    return new IllegalStateException("a call into the C library threw", e);
  }
}
