package dev.martello.sealedmodel.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import dev.martello.sealedmodel.encoding.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tink for Java as the second implementation of the format, in both directions. */
class TinkBulkTest {
  private static final byte[] KEY = random(1, 32);
  private static final byte[] ASSOCIATED = Sha256.of(new byte[] {7});

  private final AesGcmHkdfStreaming tink = tink();

  private static AesGcmHkdfStreaming tink() {
    try {
      return new AesGcmHkdfStreaming(KEY, "HmacSha256", 32, 65536, 0);
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] random(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static byte[] encrypt(byte[] plaintext) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Bulk bulk =
        BulkEncryption.encrypt(
            new ByteArrayInputStream(plaintext), plaintext.length, KEY, ASSOCIATED, out);
    assertThat(bulk.plaintextSha256()).isEqualTo(Sha256.hexOf(plaintext));
    assertThat(bulk.ciphertextSha256()).isEqualTo(Sha256.hexOf(out.toByteArray()));
    return out.toByteArray();
  }

  private static byte[] decrypt(byte[] ciphertext, int length, byte[] key, byte[] associated)
      throws Exception {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment plaintext = arena.allocate(length);
      Bulk bulk =
          BulkDecryption.decrypt(new ByteArrayInputStream(ciphertext), key, associated, plaintext);
      byte[] bytes = plaintext.toArray(ValueLayout.JAVA_BYTE);
      assertThat(bulk.plaintextSha256()).isEqualTo(Sha256.hexOf(bytes));
      assertThat(bulk.ciphertextSha256()).isEqualTo(Sha256.hexOf(ciphertext));
      return bytes;
    }
  }

  /** First segment: 65536 - 40 - 16 = 65480 bytes of plaintext; each further one 65520. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 65479, 65480, 65481, 130999, 131000, 131001, 196520, 500_000})
  void eachReadsWhatTheOtherWrote(int length) throws Exception {
    byte[] plaintext = random(length, length);

    byte[] ours = encrypt(plaintext);
    assertThat((long) ours.length)
        .isEqualTo(Bulk.ciphertextLength(length))
        .isEqualTo(tink.expectedCiphertextSize(length));
    assertThat(tink.newDecryptingStream(new ByteArrayInputStream(ours), ASSOCIATED).readAllBytes())
        .isEqualTo(plaintext);

    ByteArrayOutputStream theirs = new ByteArrayOutputStream();
    try (OutputStream out = tink.newEncryptingStream(theirs, ASSOCIATED)) {
      out.write(plaintext);
    }
    assertThat(decrypt(theirs.toByteArray(), length, KEY, ASSOCIATED)).isEqualTo(plaintext);
  }

  @Test
  void segmentsCannotBeSwappedDroppedOrReadAsAnotherLength() throws Exception {
    byte[] whole = encrypt(random(9, 200_000));
    byte[] swapped = whole.clone();
    System.arraycopy(whole, 65536, swapped, 131072, 65536);
    System.arraycopy(whole, 131072, swapped, 65536, 65536);
    altered(swapped, 200_000, KEY, ASSOCIATED);
    byte[] dropped = java.util.Arrays.copyOf(whole, 131072);
    altered(dropped, 131_000, KEY, ASSOCIATED);
    altered(whole, 199_999, KEY, ASSOCIATED);
    altered(whole, 200_001, KEY, ASSOCIATED);
  }

  @Test
  void anotherKeyAssociatedDataOrHeader() throws Exception {
    byte[] whole = encrypt(random(9, 100));
    altered(whole, 100, random(2, 32), ASSOCIATED);
    altered(whole, 100, KEY, new byte[32]);
    byte[] header = whole.clone();
    header[0] = 41;
    altered(header, 100, KEY, ASSOCIATED);
  }

  private static void altered(byte[] ciphertext, int length, byte[] key, byte[] associated) {
    assertThatThrownBy(() -> decrypt(ciphertext, length, key, associated))
        .isInstanceOf(AlteredException.class);
  }

  @Test
  void aFileThatChangesItsLengthIsNotEncrypted() {
    byte[] plaintext = new byte[10];
    for (int length : new int[] {9, 11}) {
      assertThatThrownBy(
              () ->
                  BulkEncryption.encrypt(
                      new ByteArrayInputStream(plaintext),
                      length,
                      KEY,
                      ASSOCIATED,
                      OutputStream.nullOutputStream()))
          .isInstanceOf(java.io.IOException.class);
    }
  }

  /** Why the caller must zero the memory: what came before the altered segment was decrypted. */
  @Test
  void anAlteredLastSegmentLeavesTheFirstOnesInMemory() throws Exception {
    byte[] ciphertext = encrypt(random(3, 100_000));
    ciphertext[ciphertext.length - 1] ^= 1;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment plaintext = arena.allocate(100_000);
      assertThatThrownBy(
              () ->
                  BulkDecryption.decrypt(
                      new ByteArrayInputStream(ciphertext), KEY, ASSOCIATED, plaintext))
          .isInstanceOf(AlteredException.class);
      assertThat(plaintext.asSlice(0, 65480).toArray(ValueLayout.JAVA_BYTE))
          .isEqualTo(java.util.Arrays.copyOf(random(3, 100_000), 65480));
    }
  }
}
