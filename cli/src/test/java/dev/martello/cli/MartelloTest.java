package dev.martello.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.Reason;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MartelloTest {
  @Test
  void everyCommandExplainsItself() {
    for (var command :
        List.of(
            "keygen",
            "seal",
            "seal-dataset",
            "reproduce",
            "verify",
            "inspect",
            "open",
            "run",
            "image",
            "report")) {
      var shown = Invocation.of(command, "--help");
      assertThat(shown.exitCode()).isZero();
      assertThat(shown.out()).startsWith("Usage: martello " + command);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "keygen",
        "keygen --type p256",
        "keygen --type dsa --out x",
        "seal",
        "verify x",
        "open x",
        "run x",
        "run x --port many",
        "image",
        "image runtime",
        "image model x",
        "image runtime --to nowhere",
        "report",
        "report --format pdf"
      })
  void wrongUsageEndsWith2AndSaysWhereHelpIs(String line) {
    var wrong = Invocation.of((Object[]) (line.isEmpty() ? new String[0] : line.split(" ")));
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.out()).isEmpty();
    assertThat(wrong.err()).startsWith("martello: ").contains("See: martello").endsWith("--help\n");
    assertThat(wrong.err().lines()).hasSize(2);
  }

  @Test
  void refusalsOfAModelCarryTheirReason() {
    assertThat(
            said(
                new ModelRefused(
                    Reason.SignatureInvalid, "model.sig: does not hold;\n copy it again")))
        .isEqualTo("martello: SignatureInvalid: model.sig: does not hold;; copy it again\n");
  }

  @Test
  void whatNobodyForesawIsOneLineToo() {
    assertThat(said(new IllegalStateException("broken\ninside")))
        .contains("fault of martello")
        .hasLineCount(1);
  }

  private static String said(Exception failure) {
    var err = new StringWriter();
    var command = new CommandLine(new Martello()).setErr(new PrintWriter(err, true));
    assertThat(new Failures().handleExecutionException(failure, command, null)).isEqualTo(1);
    return err.toString();
  }
}
