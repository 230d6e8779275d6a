package dev.martello.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.martello.cli.Invocation;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {
  @TempDir private Path temporary;
  private Sealed sealed;

  @BeforeEach
  void seal() throws Exception {
    sealed = Sealed.in(temporary);
  }

  @Test
  void showsPeopleWhatIsClaimedAndThatItIsNotProven() {
    var shown = Invocation.of("inspect", sealed.directory());
    assertThat(shown.exitCode()).as(shown.err()).isZero();
    assertThat(shown.out())
        .contains("model        tiny 1.2.3\n")
        .contains("input        x FP32 [2]\n")
        .contains("output       y FP32 [2]\n")
        .containsPattern("recipient    P-256 sha256:[0-9a-f]{64}\n")
        .containsPattern("recipient    KEK kek:[0-9a-f]{32}\n")
        .endsWith("not proven: check it with 'martello verify'.\n");
  }

  @Test
  void showsProgramsTheSame() throws Exception {
    var shown = Invocation.of("inspect", sealed.directory(), "--output", "json");
    assertThat(shown.exitCode()).as(shown.err()).isZero();
    var json = new JsonMapper().readTree(shown.out());
    assertThat(json.path("verified").booleanValue()).isFalse();
    assertThat(json.path("verified").isBoolean()).isTrue();
    assertThat(json.path("name").asText()).isEqualTo("tiny");
    assertThat(json.path("digest").asText()).isEqualTo(RootDigest.of(sealed.directory()));
    assertThat(json.at("/plaintext/length").asLong()).isEqualTo(Files.size(sealed.plain()));
    assertThat(json.at("/inputs/0/shape/0").asInt()).isEqualTo(2);
    assertThat(json.path("recipients")).hasSize(2);
  }

  @Test
  void believesNothingSoAnAlteredModelIsShownToo() throws Exception {
    sealed.alter("model.onnx.enc");
    assertThat(Invocation.of("inspect", sealed.directory()).exitCode()).isZero();
  }

  @Test
  void whatIsNoSealedModelIsRefused() {
    assertThat(Invocation.of("inspect", temporary).refusal()).contains("FileMissing");
  }
}
