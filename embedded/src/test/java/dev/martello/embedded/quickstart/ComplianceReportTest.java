package dev.martello.embedded.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinitionBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComplianceReportTest {
  private static final Instant NOW = Instant.parse("2026-11-23T08:00:30Z");
  private static final List<CustomResourceColumnDefinition> COLUMNS =
      List.of(
          column("Ready", "string", ".status.conditions[?(@.type==\"Ready\")].status", 0),
          column("Compliant", "string", ".status.compliance.score", 0),
          column("Age", "date", ".metadata.creationTimestamp", 0),
          column("Digest", "string", ".status.model.digest", 1));

  @Test
  void showsColumnsConditionsAndControls() throws Exception {
    String report = ComplianceReport.of(COLUMNS, view(2), NOW);

    assertThat(report)
        .isEqualTo(
            """
            kubectl get modeldeployments

              NAME   READY   COMPLIANT   AGE
              m      True    1/3         30s

            kubectl describe: conditions

              TYPE        STATUS    REASON
              Compliant   Unknown   EmbeddedCluster
              Ready       True      Serving

            kubectl describe: controls, compliant 1/3; 2 checks need a real node (./quickstart --node)

              CONTROL   ID        FINDING     REASON            GRADE
              A.8.24    cipher    Satisfied   Encrypted         Reported
              A.8.22    network   Unknown     EmbeddedCluster   Declared""");
  }

  @Test
  void saysNothingOfARealNodeWhereEverythingWasSeen() throws Exception {
    assertThat(ComplianceReport.of(COLUMNS, view(0), NOW)).doesNotContain("real node");
  }

  @Test
  void countsAsUndecidedOnlyWhatThisClusterCouldShow() throws Exception {
    DeploymentView view = view(2);
    assertThat(view.undecided()).isEmpty();
    assertThat(view.holds("Ready")).isTrue();
    assertThat(view.holds("Compliant")).isFalse();
    assertThat(view.holds("Stalled")).isFalse();
  }

  private static DeploymentView view(int needNode) throws Exception {
    JsonNode object =
        new ObjectMapper()
            .readTree(
                """
                {"metadata": {"name": "m", "generation": 1, "creationTimestamp": "2026-11-23T08:00:00Z"},
                 "status": {
                   "observedGeneration": 1,
                   "conditions": [
                     {"type": "Compliant", "status": "Unknown", "reason": "EmbeddedCluster"},
                     {"type": "Ready", "status": "True", "reason": "Serving"}],
                   "compliance": {"score": "1/3", "needNode": %d, "controls": [
                     {"id": "cipher", "control": "A.8.24", "finding": "Satisfied", "reason": "Encrypted", "grade": "Reported"},
                     {"id": "network", "control": "A.8.22", "finding": "Unknown", "reason": "EmbeddedCluster", "grade": "Declared"}]}}}
                """
                    .formatted(needNode));
    return new DeploymentView(object);
  }

  private static CustomResourceColumnDefinition column(
      String name, String type, String path, int priority) {
    return new CustomResourceColumnDefinitionBuilder()
        .withName(name)
        .withType(type)
        .withJsonPath(path)
        .withPriority(priority)
        .build();
  }
}
