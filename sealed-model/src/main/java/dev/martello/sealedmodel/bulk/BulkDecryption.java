package dev.martello.sealedmodel.bulk;

import dev.martello.sealedmodel.encoding.Hex;
import dev.martello.sealedmodel.encoding.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;

/**
 * Decrypts a model file in one pass. Every segment is copied once out of the file; digest and
 * decryption both read that copy. One segment of plaintext at a time passes through a Java array,
 * since the JDK's AES-GCM goes through arrays in any case; it is overwritten by the next and zeroed
 * at the end.
 */
public final class BulkDecryption {
  private BulkDecryption() {}

  /**
   * Fills {@code plaintext}, whose size says how much is expected. The caller must compare both
   * digests before anyone sees a byte of it, and zero it if this throws.
   *
   * @throws AlteredException if the ciphertext has another length, or a segment is not authentic
   * @throws IOException if the file cannot be read
   */
  public static Bulk decrypt(
      InputStream ciphertext,
      byte[] inputKeyMaterial,
      byte[] associatedData,
      MemorySegment plaintext)
      throws IOException, AlteredException {
    SegmentLayout layout = new SegmentLayout(plaintext.byteSize());
    MessageDigest ciphertextDigest = Sha256.start();
    MessageDigest plaintextDigest = Sha256.start();
    StreamHeader header = new StreamHeader(ciphertext.readNBytes(SegmentLayout.HEADER));
    if (!header.isValid()) {
      throw new AlteredException("its header is not one of 40 bytes");
    }
    ciphertextDigest.update(header.bytes());
    SegmentCipher cipher = new SegmentCipher(inputKeyMaterial, associatedData, header);
    byte[] in = new byte[SegmentLayout.SEGMENT];
    byte[] out = new byte[SegmentLayout.SEGMENT];
    try {
      for (long segment = 0; segment < layout.segments(); segment++) {
        int bytes = layout.plaintextBytes(segment);
        int length = bytes + SegmentLayout.TAG;
        if (ciphertext.readNBytes(in, 0, length) != length) {
          throw new AlteredException("it ends within segment " + segment);
        }
        ciphertextDigest.update(in, 0, length);
        cipher.decrypt(in, length, out, segment, layout.isLast(segment));
        plaintextDigest.update(out, 0, bytes);
        long offset = layout.plaintextOffset(segment);
        MemorySegment.copy(out, 0, plaintext, ValueLayout.JAVA_BYTE, offset, bytes);
      }
      if (ciphertext.read() != -1) {
        throw new AlteredException("it goes on after its last segment");
      }
    } catch (AEADBadTagException e) {
      throw new AlteredException("a segment does not decrypt", e);
    } finally {
      Arrays.fill(out, (byte) 0);
    }
    return new Bulk(Hex.of(ciphertextDigest.digest()), Hex.of(plaintextDigest.digest()));
  }
}
