package dev.martello.sealedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SemVerTest {
  /** The order of Semantic Versioning 2.0.0, section 11, with numbers around it. */
  @Test
  void precedence() {
    List<String> ordered =
        List.of(
            "0.9.10",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-beta.99999999999999999999",
            "1.0.0-rc.1",
            "1.0.0",
            "1.0.1",
            "1.2.0",
            "1.10.0",
            "2.0.0");
    for (int i = 0; i < ordered.size(); i++) {
      for (int j = 0; j < ordered.size(); j++) {
        assertThat(
                Integer.signum(
                    SemVer.parse(ordered.get(i)).compareTo(SemVer.parse(ordered.get(j)))))
            .as("%s and %s", ordered.get(i), ordered.get(j))
            .isEqualTo(Integer.compare(i, j));
      }
    }
  }

  @Test
  void buildMetadataDoesNotCount() {
    assertThat(SemVer.parse("1.0.0+a")).isEqualByComparingTo(SemVer.parse("1.0.0+b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0",
        "1.2.3",
        "1.0.0-0A.is.legal",
        "1.0.0--",
        "1.0.0+0.build.1-rc.10000aaa-kk",
        "1.0.0-rc.1+build.5",
        "999999999999999999.0.0"
      })
  void theTextComesBack(String text) {
    assertThat(SemVer.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.2",
        "01.2.3",
        "1.2.3-",
        "1.2.3+",
        "1.2.3-01",
        "1.2.3-a..b",
        "v1.2.3",
        "1.2.3 ",
        "-1.2.3",
        "1.2.3-ä",
        "1.2.3+a+b",
        "1000000000000000000.0.0"
      })
  void whatIsNoVersion(String text) {
    assertThatThrownBy(() -> SemVer.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1.4.0");
  }

  @Test
  void lengthIsBounded() {
    assertThatThrownBy(() -> SemVer.parse("1.2.3-" + "a".repeat(123)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(SemVer.parse("1.2.3-" + "a".repeat(122)).preRelease()).hasSize(1);
  }
}
