package dev.martello.sealedmodel.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentLayoutTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 65480, 65481, 131000, 131001, Integer.MAX_VALUE})
  void theSegmentsAddUpToTheWhole(long length) {
    SegmentLayout layout = new SegmentLayout(length);
    long plaintext = 0;
    long ciphertext = SegmentLayout.HEADER;
    for (long segment = 0; segment < layout.segments(); segment++) {
      assertThat(layout.plaintextOffset(segment)).isEqualTo(plaintext);
      plaintext += layout.plaintextBytes(segment);
      ciphertext += layout.plaintextBytes(segment) + SegmentLayout.TAG;
      if (!layout.isLast(segment)) {
        assertThat(ciphertext).isEqualTo((segment + 1) * SegmentLayout.SEGMENT);
      }
    }
    assertThat(plaintext).isEqualTo(length);
    assertThat(layout.ciphertextLength()).isEqualTo(ciphertext);
  }
}
