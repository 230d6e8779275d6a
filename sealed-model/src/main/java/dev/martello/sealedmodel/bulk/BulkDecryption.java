package dev.martello.sealedmodel.bulk;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * Decrypts a model file in one pass, on as many threads as there are processors. Every segment is
 * copied once out of the file; digest and decryption both read that copy.
 */
public final class BulkDecryption {
  /** Two serial digests are the longest way; more threads would only wait for them. */
  private static final int MOST_THREADS = 4;

  private BulkDecryption() {}

  /**
   * Fills {@code plaintext}, whose size says how much is expected. The caller must compare both
   * digests before anyone sees a byte of it, and zero it if this throws; no other thread uses it
   * any more then.
   *
   * @param segmentBytes of a full ciphertext segment
   * @param plaintext that any thread may use
   * @throws AlteredException if the ciphertext has another length, or a segment is not authentic
   * @throws IOException if the file cannot be read, or this thread is interrupted
   */
  public static Bulk decrypt(
      ReadableByteChannel ciphertext,
      int segmentBytes,
      byte[] inputKeyMaterial,
      byte[] associatedData,
      MemorySegment plaintext)
      throws IOException, AlteredException {
    int processors = Runtime.getRuntime().availableProcessors();
    return decrypt(
        ciphertext,
        new SegmentLayout(plaintext.byteSize(), segmentBytes),
        inputKeyMaterial,
        associatedData,
        plaintext,
        Math.min(processors, MOST_THREADS));
  }

  static Bulk decrypt(
      ReadableByteChannel ciphertext,
      SegmentLayout layout,
      byte[] inputKeyMaterial,
      byte[] associatedData,
      MemorySegment plaintext,
      int threads)
      throws IOException, AlteredException {
    StreamHeader header = header(ciphertext);
    ErasableKey key = SegmentCipher.derive(inputKeyMaterial, associatedData, header);
    try (DecryptionPass pass = new DecryptionPass(ciphertext, layout, header, key, plaintext)) {
      Crew crew = Crew.start(pass, (int) Math.min(threads, pass.blocks()) - 1);
      try {
        pass.work();
      } finally {
        crew.join();
      }
      crew.requireDone();
      if (ciphertext.read(ByteBuffer.allocate(1)) >= 0) {
        throw new AlteredException("it goes on after its last segment");
      }
      return pass.seen();
    }
  }

  private static StreamHeader header(ReadableByteChannel ciphertext)
      throws IOException, AlteredException {
    ByteBuffer bytes = ByteBuffer.allocate(SegmentLayout.HEADER);
    boolean whole = DecryptionPass.fill(bytes, ciphertext);
    StreamHeader header = new StreamHeader(bytes.array());
    if (!whole || !header.isValid()) {
      throw new AlteredException("its header is not one of 40 bytes");
    }
    return header;
  }
}
