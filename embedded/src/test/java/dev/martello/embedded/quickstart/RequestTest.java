package dev.martello.embedded.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {
  @Test
  void understandsTheEmbeddedCluster() {
    assertThat(Request.parse(List.of())).contains(new Request.Embedded(false));
    assertThat(Request.parse(List.of("--keep"))).contains(new Request.Embedded(true));
  }

  @Test
  void understandsARealClusterAndPullsFromWhereItPushesUnlessToldOtherwise() {
    assertThat(Request.parse(List.of("--context", "c", "--registry", "r/p")))
        .contains(new Request.OnCluster("c", "r/p", "r/p", false));
    assertThat(
            Request.parse(
                List.of(
                    "--context",
                    "c",
                    "--registry",
                    "r",
                    "--pull-from",
                    "s",
                    "--insecure-registry")))
        .contains(new Request.OnCluster("c", "r", "s", true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--context c", "--registry r", "--context", "--keep --context c", "x", "--help"})
  void refusesEverythingElse(String arguments) {
    assertThat(Request.parse(List.of(arguments.split(" ")))).isEmpty();
  }
}
