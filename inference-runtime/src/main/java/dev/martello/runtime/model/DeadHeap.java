package dev.martello.runtime.model;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * What the collector leaves of dead objects. Java's key classes cannot all be wiped (BigInteger,
 * SecretKeySpec, what Bouncy Castle copies), and a collection frees their memory without clearing
 * it. Allocating does clear it: so after a collection the young generation is filled with zeros
 * until another collection shows that all of it was used. What a full collection frees of the old
 * generation goes back to the system: the image's options to Java see to that.
 */
public final class DeadHeap {
  /** Small pieces leave the least unused at the end of a thread's allocation buffer. */
  private static final int PIECE = 512;

  /** Twice, since the ends of the buffers lie elsewhere the second time. */
  private static final int ROUNDS = 2;

  /** Where the compiler can't see that nobody reads the zeros. */
  @SuppressWarnings("UnusedVariable")
  private static volatile byte @Nullable [] sink;

  private DeadHeap() {}

  /** Takes some milliseconds, in which nothing else runs for a part of them. */
  public static void overwrite() {
    System.gc();
    for (int round = 0; round < ROUNDS; round++) {
      WeakReference<Object> untilCollected = new WeakReference<>(new Object());
      long most = Runtime.getRuntime().maxMemory();
      for (long filled = 0; untilCollected.get() != null && filled < most; filled += PIECE) {
        sink = new byte[PIECE];
      }
    }
    sink = null;
  }
}
