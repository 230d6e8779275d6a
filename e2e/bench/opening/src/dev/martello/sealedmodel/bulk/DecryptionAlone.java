package dev.martello.sealedmodel.bulk;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicLong;

/** The opener's own decryption of segments on several threads, without its digests. */
public final class DecryptionAlone {
  private DecryptionAlone() {}

  public static void run(
      Path file, int threads, byte[] key, byte[] associatedData, MemorySegment target)
      throws Exception {
    try (FileChannel in = FileChannel.open(file)) {
      ByteBuffer bytes = ByteBuffer.allocate(SegmentLayout.HEADER);
      in.read(bytes, 0);
      StreamHeader header = new StreamHeader(bytes.array());
      ErasableKey derived = SegmentCipher.derive(key, associatedData, header);
      SegmentLayout layout = new SegmentLayout(target.byteSize(), 64 * 1024);
      AtomicLong next = new AtomicLong();
      Thread[] crew = new Thread[threads];
      for (int i = 0; i < threads; i++) {
        crew[i] =
            Thread.ofPlatform().start(() -> decrypt(in, layout, header, derived, next, target));
      }
      for (Thread thread : crew) {
        thread.join();
      }
    }
  }

  private static void decrypt(
      FileChannel in,
      SegmentLayout layout,
      StreamHeader header,
      ErasableKey key,
      AtomicLong next,
      MemorySegment target) {
    byte[] ciphertext = new byte[layout.segmentBytes()];
    byte[] plaintext = new byte[layout.segmentBytes()];
    try (SegmentCipher cipher = new SegmentCipher(key, header)) {
      for (long i = next.getAndIncrement(); i < layout.segments(); i = next.getAndIncrement()) {
        int length = layout.ciphertextBytes(i);
        long at = i == 0 ? SegmentLayout.HEADER : i * layout.segmentBytes();
        if (in.read(ByteBuffer.wrap(ciphertext, 0, length), at) != length) {
          throw new IOException("short");
        }
        cipher.decrypt(ciphertext, 0, length, plaintext, 0, i, layout.isLast(i));
        MemorySegment.copy(
            plaintext, 0, target, ValueLayout.JAVA_BYTE, layout.plaintextOffset(i), length - 16);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
