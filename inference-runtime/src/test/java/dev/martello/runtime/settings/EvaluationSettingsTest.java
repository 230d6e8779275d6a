package dev.martello.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.martello.runtime.evaluation.GateDemand;
import dev.martello.runtime.evaluation.SliceDemand;
import dev.martello.runtime.evaluation.metric.Metric;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By what a model is judged, as operator and runtime have agreed on it. */
class EvaluationSettingsTest {
  private static final Path CONTRACT = Path.of("..", "docs", "contracts", "evaluation.json");

  @Test
  void readsTheAgreedFile() throws Exception {
    EvaluationSettings settings = EvaluationSettings.parse(Files.readAllBytes(CONTRACT), "f");
    assertThat(settings.dataset().name()).contains("breast-cancer-holdout");
    assertThat(settings.dataset().digest()).get().asString().startsWith("sha256:6e340b9c");
    assertThat(settings.reference()).isEmpty();
    assertThat(settings.demand())
        .isEqualTo(
            new GateDemand(
                Metric.ACCURACY,
                0.95,
                List.of(
                    new SliceDemand(
                        "large", "radius", OptionalDouble.of(14.5), OptionalDouble.of(100), 0.9)),
                OptionalLong.of(5000),
                OptionalLong.of(300_000_000)));
  }

  @Test
  void readsWhichClassIsTheBlankOfSequences() throws Exception {
    String text =
        Files.readString(CONTRACT)
            .replace(
                "\"accuracy\"",
                "\"agreement\", \"reference\": {\"name\": \"float\"}, \"ctcBlank\": 3");
    var settings = EvaluationSettings.parse(text.getBytes(StandardCharsets.UTF_8), "f");
    assertThat(settings.ctcBlank()).hasValue(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"minimum\" : \"0.95\"|\"minimum\" : \"much\"|minimum: must be a decimal number",
        "\"minimum\" : \"0.95\"|\"maximum\" : \"0.95\"|minimum: is missing",
        "\"accuracy\"|\"speed\"|metric: 'speed' is not known",
        "\"accuracy\"|\"agreement\"|reference: belongs to the metric agreement",
        "\"metric\"|\"ctcBlank\" : 0, \"metric\"|ctcBlank: belongs to the metric agreement",
        "\"radius\"|\"radius\", \"more\" : 1|more: unknown key",
        "\"metric\"|\"later\" : 1, \"metric\"|later: unknown key",
      })
  void refusesWhatItDoesNotKnow(String what, String by, String message) throws Exception {
    String text = Files.readString(CONTRACT);
    assertThat(text).contains(what);
    byte[] changed =
        text.replaceFirst(what.replace("\"", "\\\""), by).getBytes(StandardCharsets.UTF_8);
    assertThatExceptionOfType(SettingsRefused.class)
        .isThrownBy(() -> EvaluationSettings.parse(changed, "f"))
        .withMessageContaining(message);
  }
}
