package dev.martello.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.martello.crds.Access;
import dev.martello.crds.CallRate;
import dev.martello.crds.CallerLimit;
import dev.martello.crds.DecryptionKey;
import dev.martello.crds.Evaluation;
import dev.martello.crds.EvaluationInput;
import dev.martello.crds.EvaluationMetric;
import dev.martello.crds.EvaluationSlice;
import dev.martello.crds.Model;
import dev.martello.crds.ModelDeployment;
import dev.martello.crds.ModelDeploymentSpec;
import dev.martello.crds.ModelMemory;
import dev.martello.crds.ModelSource;
import dev.martello.crds.OutputLimit;
import dev.martello.crds.TrustedSigner;
import dev.martello.operator.observed.Scene;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The settings files that the operator writes are the ones that the runtime reads. */
class SettingsContractTest {
  private static final Path CONTRACTS = Path.of("../docs/contracts");
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void runtimeSettingsToTheByte() throws Exception {
    ModelDeployment deployment = new ModelDeployment();
    deployment.getMetadata().setNamespace("demo");
    deployment.getMetadata().setName("breast-cancer");
    Model model =
        new Model(
            "breast-cancer",
            "1.0.0",
            "sha256:6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            ModelMemory.STRICT,
            new ModelSource(null, null, new ModelSource.ConfigMap("breast-cancer")));
    ModelDeploymentSpec plain = ModelDeploymentSpec.of(model, new DecryptionKey("key"));
    deployment.setSpec(
        new ModelDeploymentSpec(
            plain.model(),
            plain.decryptionKey(),
            plain.runtime(),
            plain.replicas(),
            plain.resources(),
            plain.serving(),
            new Access(
                List.of(),
                List.of(),
                new Access.ClientCA("callers"),
                List.of("client.demo.example"),
                List.of(
                    new Access.CallingServiceAccount(null, "report"),
                    new Access.CallingServiceAccount("shop", "checkout")),
                List.of(
                    new CallerLimit(
                        "partners",
                        List.of("client.demo.example"),
                        List.of(new Access.CallingServiceAccount("shop", "checkout")),
                        new OutputLimit(List.of("probabilities"), 1, true, 2),
                        new CallRate(60, 600)),
                    new CallerLimit(
                        "others", List.of(), List.of(), null, new CallRate(null, 6000)))),
            plain.imagePullSecrets(),
            plain.scheduling(),
            plain.podMetadata(),
            plain.suspend(),
            plain.progressDeadlineSeconds(),
            plain.operatorClass(),
            plain.governance(),
            plain.compliance(),
            null,
            null));
    assertThat(RuntimeSettings.json(deployment))
        .isEqualTo(Files.readString(CONTRACTS.resolve("runtime.json")));
  }

  @Test
  void whatIsNotSetIsAbsent() throws Exception {
    Scene scene = new Scene();
    scene.spec("/model/minimumVersion", null).spec("/model/digest", null);
    JsonNode settings = JSON.readTree(RuntimeSettings.json(scene.deployment()));
    assertThat(settings.get("model")).isEqualTo(JSON.readTree("{\"name\":\"breast-cancer\"}"));
    assertThat(settings.get("access"))
        .isEqualTo(JSON.readTree("{\"requireClientCertificate\":false,\"identities\":[]}"));
  }

  @Test
  void evaluationSettingsToTheByte() throws Exception {
    EvaluationInput dataset =
        new EvaluationInput(
            "breast-cancer-holdout",
            "sha256:6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            new ModelSource(null, null, new ModelSource.ConfigMap("holdout")),
            new DecryptionKey("holdout-key"));
    Evaluation evaluation =
        new Evaluation(
            dataset,
            EvaluationMetric.ACCURACY,
            "0.9",
            null,
            null,
            List.of(new EvaluationSlice("large", "radius", "14.5", "100", "0.9", null)),
            5000L,
            300_000_000L,
            600,
            null);
    // The ModelTrusts' minimum counts where it is higher, and only there.
    Trust trust = new Trust(List.of(), Optional.of(new BigDecimal("0.95")));
    assertThat(EvaluationSettings.json(evaluation, trust))
        .isEqualTo(Files.readString(CONTRACTS.resolve("evaluation.json")));
    Trust lower = new Trust(List.of(), Optional.of(new BigDecimal("0.5")));
    assertThat(JSON.readTree(EvaluationSettings.json(evaluation, lower)).path("minimum").asText())
        .isEqualTo("0.9");
    Trust suffices = new Trust(List.of(), Optional.empty(), false, true);
    assertThat(
            JSON.readTree(EvaluationSettings.json(evaluation, suffices))
                .path("signedReportSuffices")
                .asBoolean())
        .isTrue();
  }

  @Test
  void trustedSigners() throws Exception {
    JsonNode contract = JSON.readTree(CONTRACTS.resolve("signers.json").toFile());
    JsonNode signer = contract.get("signers").get(0);
    String text =
        Signers.json(
            List.of(
                new TrustedSigner(
                    signer.get("name").textValue(), signer.get("publicKey").textValue())));
    assertThat(JSON.readTree(text)).isEqualTo(contract);
  }
}
