package dev.martello.sealedmodel.bulk;

import dev.martello.sealedmodel.encoding.Hex;
import dev.martello.sealedmodel.encoding.Sha256;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ReadableByteChannel;
import java.security.MessageDigest;
import java.util.Optional;
import javax.crypto.AEADBadTagException;

/** The one pass over a ciphertext, which several threads may {@link #work} on at once. */
final class DecryptionPass implements AutoCloseable {
  /** Short calls bring a fresh JVM's compiled AES and SHA-256 early. */
  private static final int DIGEST_BYTES = 16 * 1024;

  /** Of ciphertext, and as much of plaintext: what stays in a core's cache from step to step. */
  private static final int MEMORY_BYTES = 1024 * 1024;

  private static final int FEWEST_SLOTS = 4;

  private final ReadableByteChannel source;
  private final BlockLayout layout;
  private final StreamHeader header;
  private final ErasableKey key;
  private final MemorySegment target;
  private final MessageDigest ciphertextDigest = Sha256.start();
  private final MessageDigest plaintextDigest = Sha256.start();
  private final Block[] slots;
  private final Schedule schedule;

  /** After the header, which was read already. The key is destroyed when this closes. */
  DecryptionPass(
      ReadableByteChannel source,
      SegmentLayout segments,
      StreamHeader header,
      ErasableKey key,
      MemorySegment target) {
    this.source = source;
    this.layout = new BlockLayout(segments);
    this.header = header;
    this.key = key;
    this.target = target;
    int fit = Math.max(FEWEST_SLOTS, MEMORY_BYTES / layout.mostBytes());
    slots = new Block[(int) Math.min(layout.blocks(), fit)];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = new Block(layout.mostBytes());
    }
    schedule = new Schedule(layout.blocks(), slots.length);
    ciphertextDigest.update(header.bytes());
  }

  long blocks() {
    return layout.blocks();
  }

  /** Takes part until all is done, or another thread failed. An interrupt is a failure. */
  void work() throws IOException, AlteredException {
    try (SegmentCipher cipher = new SegmentCipher(key, header)) {
      Optional<Schedule.Step> step = schedule.next();
      while (step.isPresent()) {
        if (Thread.currentThread().isInterrupted()) {
          throw new ClosedByInterruptException();
        }
        apply(step.get(), cipher);
        schedule.done(step.get());
        step = schedule.next();
      }
    } finally {
      schedule.stop(); // after a failure; else all is done
    }
  }

  private void apply(Schedule.Step step, SegmentCipher cipher)
      throws IOException, AlteredException {
    long block = step.block();
    Block slot = slots[schedule.slot(block)];
    switch (step.work()) {
      case READ -> {
        ByteBuffer into = ByteBuffer.wrap(slot.ciphertext(), 0, layout.ciphertextBytes(block));
        if (!fill(into, source)) {
          throw new AlteredException("it ends before its last segment");
        }
      }
      case DIGEST_CIPHERTEXT ->
          update(ciphertextDigest, slot.ciphertext(), layout.ciphertextBytes(block));
      case DECRYPT -> decrypt(block, slot, cipher);
      case DIGEST_PLAINTEXT ->
          update(plaintextDigest, slot.plaintext(), layout.plaintextBytes(block));
    }
  }

  private void decrypt(long block, Block slot, SegmentCipher cipher) throws AlteredException {
    SegmentLayout segments = layout.segments();
    int from = 0;
    int to = 0;
    try {
      for (long i = layout.firstSegment(block); i < layout.endSegment(block); i++) {
        int length = segments.ciphertextBytes(i);
        cipher.decrypt(
            slot.ciphertext(), from, length, slot.plaintext(), to, i, segments.isLast(i));
        from += length;
        to += length - SegmentLayout.TAG;
      }
    } catch (AEADBadTagException e) {
      throw new AlteredException("a segment does not decrypt", e);
    }
    long offset = layout.plaintextOffset(block);
    MemorySegment.copy(slot.plaintext(), 0, target, ValueLayout.JAVA_BYTE, offset, to);
  }

  private static void update(MessageDigest digest, byte[] bytes, int length) {
    for (int at = 0; at < length; at += DIGEST_BYTES) {
      digest.update(bytes, at, Math.min(DIGEST_BYTES, length - at));
    }
  }

  /** Reads until the buffer is full; false if the source ends before. */
  static boolean fill(ByteBuffer buffer, ReadableByteChannel source) throws IOException {
    while (buffer.hasRemaining()) {
      if (source.read(buffer) < 0) {
        return false;
      }
    }
    return true;
  }

  /** What was seen, once every thread's {@link #work} has ended well. */
  Bulk seen() {
    return new Bulk(Hex.of(ciphertextDigest.digest()), Hex.of(plaintextDigest.digest()));
  }

  /** Overwrites key and plaintext; only when no thread works any more. */
  @Override
  public void close() {
    key.destroy();
    for (Block slot : slots) {
      slot.close();
    }
    ciphertextDigest.reset();
    plaintextDigest.reset();
  }
}
