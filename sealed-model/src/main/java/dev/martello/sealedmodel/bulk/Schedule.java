package dev.martello.sealedmodel.bulk;

import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which work on which block is next, for any number of threads. SHA-256 is serial, and so is
 * reading: each of these has at most one thread at a time, which takes the blocks in order. Any
 * thread decrypts. Whoever is free takes what is needed last in a block's way, so that two threads
 * share all of it evenly and a third one finds what is left.
 */
final class Schedule {
  enum Work {
    READ,
    DIGEST_CIPHERTEXT,
    DECRYPT,
    DIGEST_PLAINTEXT
  }

  record Step(Work work, long block) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final long blocks;

  /** Of each slot: whether its block was decrypted and not yet digested. */
  private final boolean[] decrypted;

  private long read;
  private long ciphertextDigested;
  private long decryptionBegun;
  private long plaintextDigested;
  private boolean reading;
  private boolean digestingCiphertext;
  private boolean digestingPlaintext;
  private boolean stopped;

  /**
   * For so many blocks.
   *
   * @param slots how many of them may be under way at once
   */
  Schedule(long blocks, int slots) {
    this.blocks = blocks;
    this.decrypted = new boolean[slots];
  }

  /** Where a block is kept while it is under way. */
  int slot(long block) {
    return (int) (block % decrypted.length);
  }

  /** Waits for something to do; empty once all is done, or nothing more shall be. */
  Optional<Step> next() {
    lock.lock();
    try {
      while (!stopped && (ciphertextDigested < blocks || plaintextDigested < blocks)) {
        Optional<Step> step = take();
        if (step.isPresent()) {
          return step;
        }
        changed.awaitUninterruptibly();
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private Optional<Step> take() {
    if (!digestingPlaintext
        && plaintextDigested < decryptionBegun
        && decrypted[slot(plaintextDigested)]) {
      digestingPlaintext = true;
      return step(Work.DIGEST_PLAINTEXT, plaintextDigested);
    }
    if (!digestingCiphertext && ciphertextDigested < read) {
      digestingCiphertext = true;
      return step(Work.DIGEST_CIPHERTEXT, ciphertextDigested);
    }
    if (decryptionBegun < read) {
      return step(Work.DECRYPT, decryptionBegun++);
    }
    long freed = Math.min(ciphertextDigested, plaintextDigested);
    if (!reading && read < blocks && read - freed < decrypted.length) {
      reading = true;
      return step(Work.READ, read);
    }
    return Optional.empty();
  }

  private static Optional<Step> step(Work work, long block) {
    return Optional.of(new Step(work, block));
  }

  /** The step was done. */
  void done(Step step) {
    lock.lock();
    try {
      switch (step.work()) {
        case READ -> {
          reading = false;
          read++;
        }
        case DIGEST_CIPHERTEXT -> {
          digestingCiphertext = false;
          ciphertextDigested++;
        }
        case DECRYPT -> decrypted[slot(step.block())] = true;
        case DIGEST_PLAINTEXT -> {
          digestingPlaintext = false;
          decrypted[slot(step.block())] = false;
          plaintextDigested++;
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more shall be begun. */
  void stop() {
    lock.lock();
    try {
      stopped = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
