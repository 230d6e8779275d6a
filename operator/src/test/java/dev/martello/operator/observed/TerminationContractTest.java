package dev.martello.operator.observed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The line with which the runtime ends is the one that the operator reads. */
class TerminationContractTest {

  @Test
  void theContractsLineIsRead() throws Exception {
    String line = Files.readString(Path.of("../docs/contracts/termination.json"));
    assertThat(Termination.parse(line))
        .hasValueSatisfying(
            ended -> {
              assertThat(ended.reason()).isEqualTo("SignatureInvalid");
              assertThat(ended.message()).startsWith("model/model.sig: ").endsWith("ModelTrust.");
            });
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "Exception in thread \"main\"",
        "[]",
        "{\"reason\": \"X\"}",
        "{\"reason\": 1, \"message\": \"m\"}",
        "{\"reason\": \"not a reason\", \"message\": \"m\"}"
      })
  void anythingElseIsNoTermination(String line) {
    assertThat(Termination.parse(line)).isEmpty();
  }
}
