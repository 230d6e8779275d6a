package dev.martello.sealedmodel.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import dev.martello.sealedmodel.encoding.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tink for Java as the second implementation of the format, in both directions. */
class TinkBulkTest {
  private static final byte[] KEY = random(1, 32);
  private static final byte[] ASSOCIATED = Sha256.of(new byte[] {7});

  private static AesGcmHkdfStreaming tink(int segmentBytes) {
    try {
      return new AesGcmHkdfStreaming(KEY, "HmacSha256", 32, segmentBytes, 0);
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
    return encrypt(plaintext, 65536);
  }

  private static byte[] encrypt(byte[] plaintext, int segmentBytes) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Bulk bulk =
        BulkEncryption.encrypt(
            new ByteArrayInputStream(plaintext),
            plaintext.length,
            segmentBytes,
            KEY,
            ASSOCIATED,
            out);
    assertThat(bulk.plaintextSha256()).isEqualTo(Sha256.hexOf(plaintext));
    assertThat(bulk.ciphertextSha256()).isEqualTo(Sha256.hexOf(out.toByteArray()));
    return out.toByteArray();
  }

  private static byte[] decrypt(byte[] ciphertext, int length, byte[] key, byte[] associated)
      throws Exception {
    return decrypt(ciphertext, new SegmentLayout(length, 65536), key, associated, 2);
  }

  private static byte[] decrypt(
      byte[] ciphertext, SegmentLayout layout, byte[] key, byte[] associated, int threads)
      throws Exception {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment plaintext = arena.allocate(layout.plaintextLength());
      Bulk bulk =
          BulkDecryption.decrypt(channel(ciphertext), layout, key, associated, plaintext, threads);
      byte[] bytes = plaintext.toArray(ValueLayout.JAVA_BYTE);
      assertThat(bulk.plaintextSha256()).isEqualTo(Sha256.hexOf(bytes));
      assertThat(bulk.ciphertextSha256()).isEqualTo(Sha256.hexOf(ciphertext));
      return bytes;
    }
  }

  private static ReadableByteChannel channel(byte[] bytes) {
    return Channels.newChannel(new ByteArrayInputStream(bytes));
  }

  /** First segment: 65536 - 40 - 16 = 65480 bytes of plaintext; each further one 65520. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 65479, 65480, 65481, 130999, 131000, 131001, 196520, 500_000})
  void eachReadsWhatTheOtherWrote(int length) throws Exception {
    AesGcmHkdfStreaming tink = tink(65536);
    byte[] plaintext = random(length, length);

    byte[] ours = encrypt(plaintext);
    assertThat((long) ours.length)
        .isEqualTo(Bulk.ciphertextLength(length, 65536))
        .isEqualTo(tink.expectedCiphertextSize(length));
    assertThat(tink.newDecryptingStream(new ByteArrayInputStream(ours), ASSOCIATED).readAllBytes())
        .isEqualTo(plaintext);

    ByteArrayOutputStream theirs = new ByteArrayOutputStream();
    try (OutputStream out = tink.newEncryptingStream(theirs, ASSOCIATED)) {
      out.write(plaintext);
    }
    assertThat(decrypt(theirs.toByteArray(), length, KEY, ASSOCIATED)).isEqualTo(plaintext);
  }

  @ParameterizedTest
  @CsvSource({
    "57,0",
    "57,1",
    "57,2",
    "57,5000",
    "58,4096",
    "4096,4040",
    "4096,4041",
    "4096,300000",
    "1048576,0",
    "1048576,1048520",
    "1048576,1048521",
    "1048576,5000000",
    "70000,700000"
  })
  void segmentsOfOtherSizes(int segmentBytes, int length) throws Exception {
    AesGcmHkdfStreaming tink = tink(segmentBytes);
    byte[] plaintext = random(length, length);
    assertThat(
            tink.newDecryptingStream(
                    new ByteArrayInputStream(encrypt(plaintext, segmentBytes)), ASSOCIATED)
                .readAllBytes())
        .isEqualTo(plaintext);
    ByteArrayOutputStream theirs = new ByteArrayOutputStream();
    try (OutputStream out = tink.newEncryptingStream(theirs, ASSOCIATED)) {
      out.write(plaintext);
    }
    SegmentLayout layout = new SegmentLayout(length, segmentBytes);
    for (int threads = 1; threads <= 4; threads++) {
      assertThat(decrypt(theirs.toByteArray(), layout, KEY, ASSOCIATED, threads))
          .isEqualTo(plaintext);
    }
  }

  @Test
  void aFailureInAnyBlockOnAnyThreadEndsAll() throws Exception {
    SegmentLayout layout = new SegmentLayout(1_000_000, 65536);
    byte[] whole = encrypt(random(5, 1_000_000));
    for (int at = 41; at < whole.length; at += 65536) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 1;
      byte[] shortened = Arrays.copyOf(whole, at);
      for (int threads = 1; threads <= 4; threads++) {
        int count = threads;
        assertThatThrownBy(() -> decrypt(flipped, layout, KEY, ASSOCIATED, count))
            .isInstanceOf(AlteredException.class);
        assertThatThrownBy(() -> decrypt(shortened, layout, KEY, ASSOCIATED, count))
            .isInstanceOf(AlteredException.class);
      }
    }
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    altered(longer, 1_000_000, KEY, ASSOCIATED);
  }

  @Test
  void anErrorOfAnotherThreadReachesTheOneThatOpens() throws Exception {
    InputStream gone =
        new FilterInputStream(InputStream.nullInputStream()) {
          @Override
          public int read(byte[] bytes, int from, int length) throws IOException {
            throw new IOException("the disk is gone");
          }
        };
    StreamHeader header = new StreamHeader(random(6, SegmentLayout.HEADER));
    try (Arena arena = Arena.ofShared();
        DecryptionPass pass =
            new DecryptionPass(
                Channels.newChannel(gone),
                new SegmentLayout(1_000_000, 65536),
                header,
                SegmentCipher.derive(KEY, ASSOCIATED, header),
                arena.allocate(1_000_000))) {
      Crew crew = Crew.start(pass, 1);
      crew.join();
      assertThatThrownBy(crew::requireDone)
          .isInstanceOf(IOException.class)
          .hasMessage("the disk is gone");
      pass.work(); // finds that nothing more shall be done
    }
  }

  @Test
  void anInterruptEndsTheOpeningAndStaysVisible() throws Exception {
    byte[] whole = encrypt(random(5, 1_000_000));
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> decrypt(whole, 1_000_000, KEY, ASSOCIATED))
          .isInstanceOf(ClosedByInterruptException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void segmentsCannotBeSwappedDroppedOrReadAsAnotherLength() throws Exception {
    byte[] whole = encrypt(random(9, 200_000));
    byte[] swapped = whole.clone();
    System.arraycopy(whole, 65536, swapped, 131072, 65536);
    System.arraycopy(whole, 131072, swapped, 65536, 65536);
    altered(swapped, 200_000, KEY, ASSOCIATED);
    byte[] dropped = Arrays.copyOf(whole, 131072);
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
                      65536,
                      KEY,
                      ASSOCIATED,
                      OutputStream.nullOutputStream()))
          .isInstanceOf(IOException.class);
    }
  }

  /** Why the caller must zero the memory: what came before the altered segment was decrypted. */
  @Test
  void anAlteredLastSegmentLeavesTheFirstOnesInMemory() throws Exception {
    byte[] ciphertext = encrypt(random(3, 100_000));
    ciphertext[ciphertext.length - 1] ^= 1;
    try (Arena arena = Arena.ofShared()) {
      MemorySegment plaintext = arena.allocate(100_000);
      SegmentLayout layout = new SegmentLayout(100_000, 65536);
      assertThatThrownBy(
              () ->
                  BulkDecryption.decrypt(
                      channel(ciphertext), layout, KEY, ASSOCIATED, plaintext, 1))
          .isInstanceOf(AlteredException.class);
      assertThat(plaintext.asSlice(0, 65480).toArray(ValueLayout.JAVA_BYTE))
          .isEqualTo(Arrays.copyOf(random(3, 100_000), 65480));
    }
  }
}
