package dev.martello.sealedmodel.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentLayoutTest {
  @ParameterizedTest
  @CsvSource({
    "0,65536",
    "1,65536",
    "65480,65536",
    "65481,65536",
    "131000,65536",
    "131001,65536",
    "2147483647,65536",
    "0,57",
    "1,57",
    "2,57",
    "42,57",
    "43,57",
    "100000,57",
    "100000,4096",
    "3000000,1048576",
    "1048520,1048576",
    "1048521,1048576"
  })
  void theSegmentsAndTheBlocksAddUpToTheWhole(long length, int segmentBytes) {
    SegmentLayout layout = new SegmentLayout(length, segmentBytes);
    long plaintext = 0;
    long ciphertext = SegmentLayout.HEADER;
    for (long segment = 0; segment < layout.segments(); segment++) {
      assertThat(layout.plaintextOffset(segment)).isEqualTo(plaintext);
      plaintext += layout.plaintextBytes(segment);
      ciphertext += layout.ciphertextBytes(segment);
      if (!layout.isLast(segment)) {
        assertThat(ciphertext).isEqualTo((segment + 1) * segmentBytes);
      }
    }
    assertThat(plaintext).isEqualTo(length);
    assertThat(layout.ciphertextLength()).isEqualTo(ciphertext);

    BlockLayout blocks = new BlockLayout(layout);
    plaintext = 0;
    ciphertext = SegmentLayout.HEADER;
    for (long block = 0; block < blocks.blocks(); block++) {
      assertThat(blocks.plaintextOffset(block)).isEqualTo(plaintext);
      assertThat(blocks.ciphertextBytes(block)).isLessThanOrEqualTo(blocks.mostBytes());
      plaintext += blocks.plaintextBytes(block);
      ciphertext += blocks.ciphertextBytes(block);
    }
    assertThat(plaintext).isEqualTo(length);
    assertThat(ciphertext).isEqualTo(layout.ciphertextLength());
    assertThat(blocks.mostBytes()).isLessThanOrEqualTo(Math.max(65536, segmentBytes));
  }

  @Test
  void aSegmentWithoutRoomIsNoLayout() {
    assertThatThrownBy(() -> new SegmentLayout(1, 56)).isInstanceOf(IllegalArgumentException.class);
  }
}
