package dev.martello.cli.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.cli.Invocation;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollbackCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NOW =
      """
      {"apiVersion":"models.martello.dev/v1alpha1","kind":"ModelDeployment",
       "metadata":{"name":"m","namespace":"demo","resourceVersion":"77","managedFields":[{"manager":"x"}]},
       "spec":{"model":{"name":"m","digest":"sha256:new"},"decryptionKey":{"secretName":"k2"},"replicas":3,
               "runtime":"default","podMetadata":{"labels":{"a":"b"}},
               "access":{"from":[{"podSelector":{}}],"identities":["new"],"clientCA":{"configMapName":"c"}},
               "governance":{"owner":"now"}},
       "status":{"observedGeneration":9,"revisions":[
         {"revision":"cccccccccc","result":"%s","generation":9},
         {"revision":"bbbbbbbbbb","result":"Superseded","generation":8,"spec":"{}"},
         {"revision":"aaaaaaaaaa","result":"%s","generation":7,"since":"2026-11-23T08:00:00Z","gitCommit":"abc",
          "spec":"{\\"model\\":{\\"name\\":\\"m\\",\\"digest\\":\\"sha256:old\\"},\\"decryptionKey\\":{\\"secretName\\":\\"k1\\"},\\"runtime\\":\\"default\\",\\"access\\":{}}"}]}}
      """;

  @TempDir private Path directory;

  private Invocation rollback(String text, Object... more) throws Exception {
    var file = Files.writeString(directory.resolve("input.json"), text);
    var arguments = new Object[2 + more.length];
    arguments[0] = "rollback";
    arguments[1] = file;
    System.arraycopy(more, 0, arguments, 2, more.length);
    return Invocation.of(arguments);
  }

  @Test
  void goesBackToWhatServedAndLeavesTheRestAlone() throws Exception {
    var run = rollback(NOW.formatted("Refused", "Serving"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(JSON.readTree(run.out()))
        .isEqualTo(
            JSON.readTree(
                """
                {"metadata":{"resourceVersion":"77"},
                 "spec":{"model":{"digest":"sha256:old"},"decryptionKey":{"secretName":"k1"},"podMetadata":null,
                         "access":{"identities":null,"clientCA":null}}}
                """));
    assertThat(run.err()).contains("aaaaaaaaaa").contains("git commit abc").doesNotContain("Argo");
  }

  @Test
  void goesToTheOneThatIsNamedAndSaysSoIfThereIsNone() throws Exception {
    var text = NOW.formatted("Serving", "Replaced");
    assertThat(rollback(text, "--to", "bbbbbbbbbb").err()).contains("bbbbbbbbbb (Superseded");
    assertThat(rollback(text, "--to", "0000000000").refusal())
        .contains("no earlier revision 0000000000", "aaaaaaaaaa Replaced");
    assertThat(rollback(text, "--to", "cccccccccc").refusal()).contains("already");
    assertThat(rollback(NOW.formatted("Refused", "Refused")).refusal())
        .contains("no earlier revision served");
  }

  @Test
  void saysThatGitOpsMayUndoIt() throws Exception {
    var object = (ObjectNode) JSON.readTree(NOW.formatted("Serving", "Replaced"));
    object
        .withObject("/metadata/annotations")
        .put("argocd.argoproj.io/tracking-id", "app:models.martello.dev/ModelDeployment:demo/m");
    assertThat(rollback(object.toString()).err()).contains("revert the commit");
  }

  @Test
  void refusesWhatIsNoModelDeploymentWithRevisions() throws Exception {
    assertThat(rollback("[]").refusal()).contains("no JSON object");
    assertThat(rollback("kind: ModelDeployment").refusal()).contains("no JSON");
    assertThat(rollback("{\"kind\":\"List\"}").refusal()).contains("a single one");
    assertThat(rollback("{\"kind\":\"ModelDeployment\"}").refusal())
        .contains("no status.revisions");
  }
}
