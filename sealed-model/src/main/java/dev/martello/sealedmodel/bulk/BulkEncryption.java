package dev.martello.sealedmodel.bulk;

import dev.martello.sealedmodel.encoding.Hex;
import dev.martello.sealedmodel.encoding.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/** Encrypts a model file, segment by segment. */
public final class BulkEncryption {
  private BulkEncryption() {}

  /**
   * Reads exactly {@code length} bytes and writes their ciphertext.
   *
   * @param segmentBytes of a full ciphertext segment
   * @param inputKeyMaterial 32 random bytes, used for this one file
   * @param associatedData bound to the ciphertext
   * @throws IOException also if {@code plaintext} has fewer or more bytes
   */
  public static Bulk encrypt(
      InputStream plaintext,
      long length,
      int segmentBytes,
      byte[] inputKeyMaterial,
      byte[] associatedData,
      OutputStream ciphertext)
      throws IOException {
    SegmentLayout layout = new SegmentLayout(length, segmentBytes);
    StreamHeader header = StreamHeader.random(new SecureRandom());
    ErasableKey key = SegmentCipher.derive(inputKeyMaterial, associatedData, header);
    MessageDigest ciphertextDigest = Sha256.start();
    MessageDigest plaintextDigest = Sha256.start();
    byte[] in = new byte[segmentBytes];
    byte[] out = new byte[segmentBytes];
    try (SegmentCipher cipher = new SegmentCipher(key, header)) {
      ciphertextDigest.update(header.bytes());
      ciphertext.write(header.bytes());
      for (long segment = 0; segment < layout.segments(); segment++) {
        int bytes = layout.plaintextBytes(segment);
        if (plaintext.readNBytes(in, 0, bytes) != bytes) {
          throw new IOException("the model file became shorter while it was read");
        }
        plaintextDigest.update(in, 0, bytes);
        cipher.encrypt(in, bytes, out, segment, layout.isLast(segment));
        ciphertextDigest.update(out, 0, bytes + SegmentLayout.TAG);
        ciphertext.write(out, 0, bytes + SegmentLayout.TAG);
      }
      if (plaintext.read() != -1) {
        throw new IOException("the model file became longer while it was read");
      }
    } finally {
      key.destroy();
      Arrays.fill(in, (byte) 0);
    }
    return new Bulk(Hex.of(ciphertextDigest.digest()), Hex.of(plaintextDigest.digest()));
  }
}
