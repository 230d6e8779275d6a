package dev.martello.sealedmodel;

import static dev.martello.sealedmodel.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestJsonTest {
  private static final String TEXT =
      """
      {
        "formatVersion": 1,
        "name": "breast-cancer",
        "version": "1.0.0",
        "plaintext": {
          "sha256": "abababababababababababababababababababababababababababababababab",
          "length": 42
        },
        "cipher": {
          "name": "AES256_GCM_HKDF_64KB",
          "hkdf": "SHA256",
          "derivedKeyBytes": 32,
          "segmentBytes": 65536
        },
        "inputs": [ {
          "name": "input",
          "datatype": "FP32",
          "shape": [ -1, 30 ]
        } ],
        "outputs": [ {
          "name": "label",
          "datatype": "INT64",
          "shape": [ -1 ]
        } ],
        "opsets": {
          "ai.onnx": 17,
          "ai.onnx.ml": 3
        },
        "precision": "FP32",
        "provenance": {
          "run": 7
        },
        "evaluation": {
          "metric": "accuracy",
          "value": 0.97,
          "lower": 0.94,
          "upper": 0.99,
          "rows": 171,
          "datasetSha256": "abababababababababababababababababababababababababababababababab"
        }
      }
      """;

  private static ModelRefused parseRefused(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return refused(Reason.ManifestInvalid, () -> ManifestJson.parse(bytes, "manifest.json"));
  }

  @Test
  void itIsWrittenInOneOrder() throws Exception {
    ModelDescription description = SealedExample.DESCRIPTION;
    Manifest manifest =
        new Manifest(
            1,
            "breast-cancer",
            SemVer.parse("1.0.0"),
            new Plaintext("ab".repeat(32), 42),
            ModelFormat.ONNX,
            Cipher.AES256_GCM_HKDF_64KB,
            description.inputs(),
            description.outputs(),
            description.opsets(),
            description.precision(),
            Optional.of(new ObjectMapper().readTree("{\"run\":7}")),
            Optional.of(SealedExample.EVALUATION));
    byte[] bytes = ManifestJson.write(manifest);
    assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(TEXT);
    assertThat(ManifestJson.parse(bytes, "manifest.json")).isEqualTo(manifest);
  }

  @Test
  void onlyAnotherFormatThanOnnxIsWritten() throws Exception {
    String other = TEXT.replace("  \"cipher\"", "  \"format\": \"ort\",\n  \"cipher\"");
    Manifest manifest = ManifestJson.parse(other.getBytes(StandardCharsets.UTF_8), "manifest.json");
    assertThat(manifest.format()).isEqualTo(ModelFormat.ORT);
    assertThat(new String(ManifestJson.write(manifest), StandardCharsets.UTF_8)).isEqualTo(other);
  }

  @Test
  void provenanceAndEvaluationMayBeAbsent() throws Exception {
    String shorter = TEXT.substring(0, TEXT.indexOf(",\n  \"provenance\"")) + "\n}\n";
    Manifest manifest =
        ManifestJson.parse(shorter.getBytes(StandardCharsets.UTF_8), "manifest.json");
    assertThat(manifest.provenance()).isEmpty();
    assertThat(manifest.evaluation()).isEmpty();
    assertThat(new String(ManifestJson.write(manifest), StandardCharsets.UTF_8)).isEqualTo(shorter);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"formatVersion\": 1|\"formatVersion\": 2|formatVersion",
        "\"formatVersion\": 1|\"formatVersion\": 1.0|formatVersion",
        "\"formatVersion\": 1|\"formatVersion\": 4294967297|formatVersion",
        "\"formatVersion\": 1|\"formatVersion\": 1, \"more\": 1|more",
        "\"formatVersion\": 1|\"formatVersion\": 1, \"formatVersion\": 1|formatVersion",
        "\"name\": \"breast-cancer\"|\"name\": \"../x\"|name",
        "\"name\": \"breast-cancer\"|\"name\": null|name",
        "\"name\": \"breast-cancer\",||name",
        "\"1.0.0\"|\"1.0\"|1.0",
        "\"cipher\"|\"format\": \"pmml\", \"cipher\"|format must be onnx or ort",
        "\"length\": 42|\"length\": 0|plaintext",
        "\"length\": 42|\"length\": 2147483648|plaintext",
        "\"length\": 42|\"length\": 42, \"more\": 1|plaintext.more",
        "\"length\": 42|\"length\": \"42\"|plaintext.length",
        "\"sha256\": \"ab|\"sha256\": \"AB|plaintext",
        "AES256_GCM_HKDF_64KB|AES128_GCM_HKDF_64KB|cipher",
        "\"segmentBytes\": 65536|\"segmentBytes\": 4096|cipher",
        "\"segmentBytes\": 65536|\"segmentBytes\": 65536, \"more\": 1|cipher.more",
        "\"datatype\": \"FP32\"|\"datatype\": \"FP31\"|FP31",
        "\"shape\": [ -1, 30 ]|\"shape\": [ -2 ]|inputs[0]",
        "\"shape\": [ -1, 30 ]|\"shape\": [ 1.5 ]|inputs[0].shape",
        "\"shape\": [ -1, 30 ]|\"shape\": 1|inputs[0].shape",
        "\"ai.onnx\": 17|\"ai.onnx\": 0|opsets",
        "\"ai.onnx\": 17|\"ai onnx\": 17|opsets",
        "\"ai.onnx\": 17|\"com.example\": 17|operators of 'com.example' are not served",
        "\"ai.onnx\": 17|\"ai.onnx.training\": 1|opsets",
        "\"precision\": \"FP32\"|\"precision\": \"\"|precision",
        "\"provenance\": {|\"provenance\": 7, \"x\": {|provenance",
        "\"provenance\": {|\"provenance\": null, \"x\": {|provenance",
        "\"rows\": 171|\"rows\": 0|evaluation",
        "\"value\": 0.97|\"value\": 1.97|evaluation",
        "\"value\": 0.97|\"value\": NaN|JSON",
        "\"value\": 0.97|\"value\": 1e999|evaluation.value",
        "\"rows\": 171|\"rows\": 171, \"more\": 1|evaluation.more"
      })
  void whatBreaksARuleIsRefusedByTheFieldsName(String from, String to, String named) {
    String bad = TEXT.replace(from, to == null ? "" : to);
    assertThat(bad).isNotEqualTo(TEXT);
    assertThat(parseRefused(bad))
        .hasMessageStartingWith("manifest.json")
        .hasMessageContaining(named);
  }

  @Test
  void whatIsNoJsonObjectIsRefused() {
    for (String text :
        new String[] {"", " ", "null", "[]", "1", "{", TEXT + "{}", "\ufeff" + TEXT}) {
      parseRefused(text);
    }
    parseRefused("{\"a\":".repeat(100) + "1" + "}".repeat(100));
    refused(
        Reason.ManifestInvalid,
        () -> ManifestJson.parse(TEXT.getBytes(StandardCharsets.UTF_16), "manifest.json"));
    byte[] latin = TEXT.replace("\"run\"", "\"r\u00fcn\"").getBytes(StandardCharsets.ISO_8859_1);
    refused(Reason.ManifestInvalid, () -> ManifestJson.parse(latin, "manifest.json"));
  }

  @Test
  void aReportIsAnEvaluationAndNothingElse() throws Exception {
    String report =
        "{\"metric\":\"accuracy\",\"value\":0.97,\"lower\":0.94,\"upper\":0.99,\"rows\":171,"
            + "\"datasetSha256\":\""
            + "ab".repeat(32)
            + "\"}";
    byte[] bytes = report.getBytes(StandardCharsets.UTF_8);
    assertThat(Evaluation.parse(bytes, "REPORT.json")).isEqualTo(SealedExample.EVALUATION);
    byte[] more = report.replace("}", ",\"x\":1}").getBytes(StandardCharsets.UTF_8);
    assertThat(refused(Reason.ManifestInvalid, () -> Evaluation.parse(more, "REPORT.json")))
        .hasMessageStartingWith("REPORT.json");
  }

  @Test
  void aMessageIsShortAndSteersNoTerminal() {
    String name = "\\u001b[2J\\n\\u202e" + "x".repeat(5000);
    ModelRefused refused = parseRefused(TEXT.replace("\"FP32\"", "\"" + name + "\""));
    assertThat(refused.getMessage()).hasSizeLessThan(600).doesNotContain("\u001b", "\n", "\u202e");
  }
}
