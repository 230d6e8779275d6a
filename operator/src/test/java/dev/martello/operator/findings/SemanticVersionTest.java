package dev.martello.operator.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SemanticVersionTest {

  /** The order of Semantic Versioning 2.0.0, section 11.4, and some more. */
  @Test
  void precedence() {
    List<String> order =
        List.of(
            "0.9.9",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0",
            "1.0.9",
            "1.0.10",
            "1.2.0",
            "2.0.0",
            "99999999999999999999.0.0");
    for (int i = 0; i < order.size(); i++) {
      for (int k = 0; k < order.size(); k++) {
        assertThat(SemanticVersion.reaches(order.get(i), order.get(k)))
            .as(order.get(i) + " reaches " + order.get(k))
            .isEqualTo(i >= k);
      }
    }
  }

  @Test
  void buildMetadataDoesNotCount() {
    assertThat(SemanticVersion.reaches("1.0.0+a", "1.0.0+b")).isTrue();
    assertThat(SemanticVersion.reaches("1.0.0-rc.1+a", "1.0.0")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1.0", "latest", "1.0.0-", "v1.0.0", "1.0.0.0"})
  void whatIsNoVersionReachesNothing(String text) {
    assertThat(SemanticVersion.reaches(text, "0.0.0")).isFalse();
    assertThat(SemanticVersion.reaches("9.0.0", text)).isFalse();
  }
}
