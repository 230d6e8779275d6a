package dev.martello.operator.observed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The termination message of an evaluation, as operator and runtime have agreed on it. */
class EvaluationResultContractTest {
  private static final Path CONTRACT = Path.of("../docs/contracts/evaluation-result.json");

  @Test
  void readsTheAgreedMessage() throws Exception {
    EvaluationResult result = EvaluationResult.parse(Files.readString(CONTRACT)).orElseThrow();
    assertThat(result.passed()).isFalse();
    assertThat(result.message()).contains("0.0377 below the minimum 0.95");
    assertThat(result.text("model")).isEqualTo("sha256:" + "4".repeat(64));
    assertThat(result.number("value")).isEqualTo("0.9123");
    assertThat(result.whole("rows")).isEqualTo(2411);
    assertThat(result.whole("maximumMemoryBytes")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"passed", "model", "dataset", "metric", "value", "lower", "rows", "minimum"})
  void nothingMayBeMissing(String field) throws Exception {
    String without = Files.readString(CONTRACT).replace("\"" + field + "\":", "\"other\":");
    assertThat(EvaluationResult.parse(without)).isEmpty();
  }

  @Test
  void anotherMessageIsNoResult() {
    assertThat(EvaluationResult.parse(null)).isEmpty();
    assertThat(EvaluationResult.parse("")).isEmpty();
    assertThat(EvaluationResult.parse("the last lines of a log {")).isEmpty();
    assertThat(EvaluationResult.parse("{\"reason\":\"KeyMalformed\",\"message\":\"m\"}")).isEmpty();
  }
}
