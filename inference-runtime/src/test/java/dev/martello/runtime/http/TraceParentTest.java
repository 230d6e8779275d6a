package dev.martello.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  /** The example of W3C Trace Context, section 3.2.2.4, and a version to come. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "00-" + TRACE + "-00f067aa0ba902b7-01",
        "cc-" + TRACE + "-00f067aa0ba902b7-01",
        "cc-" + TRACE + "-00f067aa0ba902b7-01-what-comes"
      })
  void isTaken(String field) {
    assertThat(TraceParent.traceId(field)).isEqualTo(TRACE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "ff-" + TRACE + "-00f067aa0ba902b7-01",
        "00-" + TRACE + "-00f067aa0ba902b7-01-more",
        "cc-" + TRACE + "-00f067aa0ba902b7-01.more",
        "0x-" + TRACE + "-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-" + TRACE + "-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e47\"6-00f067aa0ba902b7-01",
        "00_" + TRACE + "-00f067aa0ba902b7-01"
      })
  void isIgnored(String field) {
    assertThat(TraceParent.traceId(field)).isEmpty();
  }

  @Test
  void maybeThereIsNone() {
    assertThat(TraceParent.traceId(null)).isEmpty();
  }
}
