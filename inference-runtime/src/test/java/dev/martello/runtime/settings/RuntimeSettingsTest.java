package dev.martello.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.martello.runtime.accesslog.LogMode;
import dev.martello.runtime.limits.CallerLimit;
import dev.martello.runtime.limits.OutputLimit;
import dev.martello.runtime.limits.Rate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings file as operator and runtime have agreed on it. */
class RuntimeSettingsTest {
  private static final Path CONTRACTS = Path.of("..", "docs", "contracts");

  @Test
  void readsTheAgreedFile() throws Exception {
    RuntimeSettings settings =
        RuntimeSettings.parse(Files.readAllBytes(CONTRACTS.resolve("runtime.json")), "f");
    assertThat(settings.namespace()).isEqualTo("demo");
    assertThat(settings.deployment()).isEqualTo("breast-cancer");
    assertThat(settings.model().name()).isEqualTo("breast-cancer");
    assertThat(settings.model().minimumVersion()).contains("1.0.0");
    assertThat(settings.model().digest()).get().asString().startsWith("sha256:6e340b9c");
    assertThat(settings.serving())
        .isEqualTo(
            new RuntimeSettings.Serving(
                8443, 9443, 4_194_304, 10, OptionalInt.empty(), LogMode.ALL));
    assertThat(settings.access())
        .isEqualTo(
            new RuntimeSettings.Access(
                true,
                List.of("client.demo.example"),
                List.of("system:serviceaccount:demo:report", "system:serviceaccount:shop:checkout"),
                List.of(
                    new CallerLimit(
                        "partners",
                        Set.of("client.demo.example"),
                        Set.of("system:serviceaccount:shop:checkout"),
                        new OutputLimit(
                            Set.of("probabilities"), OptionalInt.of(1), true, OptionalInt.of(2)),
                        new Rate(60, 600)),
                    new CallerLimit(
                        "others", Set.of(), Set.of(), OutputLimit.NONE, new Rate(0, 6000)))));
  }

  @Test
  void readsTheAgreedSigners() throws Exception {
    assertThat(TrustedSigners.parse(Files.readAllBytes(CONTRACTS.resolve("signers.json")), "f"))
        .singleElement()
        .matches(signer -> signer.name().equals("data-science"))
        .matches(signer -> signer.keyId().startsWith("sha256:"));
  }

  @Test
  void takesANumberOfRowsForBatches() throws Exception {
    String more = agreed().replace("\"drainSeconds\"", "\"mostBatchRows\" : 16, \"drainSeconds\"");
    assertThat(parse(more).serving().mostBatchRows()).hasValue(16);
    assertThatExceptionOfType(SettingsRefused.class)
        .isThrownBy(() -> parse(more.replace("16", "0")))
        .withMessageContaining("serving.mostBatchRows: must be a whole number from 1 to 1024");
  }

  @Test
  void takesAModeForTheAccessLog() throws Exception {
    String more =
        agreed().replace("\"drainSeconds\"", "\"accessLog\" : \"sample\", \"drainSeconds\"");
    assertThat(parse(more).serving().accessLog()).isEqualTo(LogMode.SAMPLE);
    assertThatExceptionOfType(SettingsRefused.class)
        .isThrownBy(() -> parse(more.replace("sample", "none")))
        .withMessageContaining("serving.accessLog: must be all, refusals or sample");
  }

  @Test
  void goesWithoutVersionAndDigest() throws Exception {
    String settings =
        agreed()
            .replaceAll("(?s)\"name\" : \"breast-cancer\".*?}", "\"name\" : \"breast-cancer\" }");
    RuntimeSettings parsed = parse(settings);
    assertThat(parsed.model())
        .isEqualTo(
            new RuntimeSettings.Model(
                "breast-cancer", Optional.empty(), Optional.empty(), Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "formatVersion" : 1       | "formatVersion" : 2        | f: formatVersion: must be a whole number from 1 to 1
          "namespace" : "demo",     |                            | f: namespace: is missing
          "namespace" : "demo",     | "namespace" : "demo", "extra" : 1, | f: extra: unknown key
          "namespace" : "demo"      | "namespace" : ""           | f: namespace: must be a string that is not blank
          "namespace" : "demo"      | "namespace" : 3            | f: namespace: must be a string
          "namespace" : "demo",     | "namespace" : "a", "namespace" : "b", | f: is not well-formed JSON without duplicate keys
          "name" :                  | "nam" : "x", "name" :      | f: model.nam: unknown key
          8443                      | 0                          | f: serving.inferencePort: must be a whole number from 1 to 65535
          8443                      | 9443                       | f: serving.managementPort: must differ
          8443                      | 8443.5                     | f: serving.inferencePort: must be a whole number
          4194304                   | 9999999999                 | f: serving.maxRequestBytes: must be a whole number
          "drainSeconds" : 10       | "drainSeconds" : -1        | f: serving.drainSeconds: must be a whole number
          true                      | false                      | f: access.identities: needs requireClientCertificate
          true                      | 1                          | f: access.requireClientCertificate: must be true or false
          [ "client.demo.example" ] | [ 1 ]                      | f: access.identities[0]: must be a string
          [ "client.demo.example" ] | "client.demo.example"      | f: access.identities: must be a list
          [ "system:serviceaccount:demo:report", "system:serviceaccount:shop:checkout" ] | [ "" ] | f: access.serviceAccounts[0]: must be a string
          "top" : 1                 | "top" : 0                  | f: access.limits[0].outputs.top: must be a whole number from 1 to 100
          "top" : 1,                |                            | f: access.limits[0].outputs.hideScores: needs top
          "decimals" : 2            | "decimal" : 2              | f: access.limits[0].outputs.decimal: unknown key
          "rowsPerMinute" : 6000    | "rowsPerMinute" : "6000"   | f: access.limits[1].rate.rowsPerMinute: must be a whole number
          "name" : "others",        |                            | f: access.limits[1].name: is missing
          """)
  void refusesWithTheFieldsName(String what, String by, String said) throws Exception {
    String changed = agreed().replace(what, by == null ? "" : by);
    assertThat(changed).isNotEqualTo(agreed());
    assertThatExceptionOfType(SettingsRefused.class)
        .isThrownBy(() -> parse(changed))
        .withMessageContaining(said);
  }

  @Test
  void refusesWhatComesAfterTheEnd() throws Exception {
    String longer = agreed() + "{}";
    assertThatExceptionOfType(SettingsRefused.class).isThrownBy(() -> parse(longer));
  }

  @Test
  void refusesASignerWithoutAUsableKey() {
    assertThatExceptionOfType(SettingsRefused.class)
        .isThrownBy(
            () ->
                TrustedSigners.parse(
                    "{\"formatVersion\":1,\"signers\":[{\"name\":\"a\",\"publicKey\":\"b\"}]}"
                        .getBytes(StandardCharsets.UTF_8),
                    "f"))
        .withMessageContaining("f: signers[0].publicKey");
  }

  @Test
  void refusesFilesThatAreNotTheAnnouncedOnes() {
    assertThatExceptionOfType(SettingsRefused.class)
        .isThrownBy(
            () ->
                PodSettings.read(
                    CONTRACTS.resolve("runtime.json"),
                    "0".repeat(64),
                    CONTRACTS.resolve("signers.json"),
                    "0".repeat(64)))
        .withMessageContaining("runtime.json: has SHA-256");
  }

  private static String agreed() throws Exception {
    return Files.readString(CONTRACTS.resolve("runtime.json"));
  }

  private static RuntimeSettings parse(String json) throws SettingsRefused {
    return RuntimeSettings.parse(json.getBytes(StandardCharsets.UTF_8), "f");
  }
}
