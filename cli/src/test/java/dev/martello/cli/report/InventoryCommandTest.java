package dev.martello.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.cli.Invocation;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryCommandTest {
  private static final String TWO =
      """
      apiVersion: models.martello.dev/v1alpha1
      kind: ModelDeployment
      metadata: {name: fraud, namespace: shop}
      spec:
        model: {name: fraud-detection}
        governance:
          owner: "=team@example.org"
          purpose: Says which orders a person looks at.
          dataClassification: Confidential
          reviewDate: "2026-11-22"
      status:
        observedGeneration: 1
        readyReplicas: 2
        conditions: []
        model: {digest: "sha256:ab", version: 1.2.0, signer: data-science, recipientKeyId: "sha256:cd"}
      ---
      apiVersion: models.martello.dev/v1alpha1
      kind: ModelDeployment
      metadata: {name: new, namespace: shop}
      spec: {model: {name: m}}
      """;

  @TempDir private Path directory;

  private Invocation inventory(Object... more) throws Exception {
    var file = Files.writeString(directory.resolve("input"), TWO);
    var arguments = new java.util.ArrayList<Object>(java.util.List.of("inventory", file));
    arguments.addAll(java.util.List.of("--time", "2026-11-23T00:00:00Z"));
    arguments.addAll(java.util.List.of(more));
    return Invocation.of(arguments.toArray());
  }

  @Test
  void linePerModelForASpreadsheet() throws Exception {
    assertThat(inventory("--csv").out().lines())
        .containsExactly(
            "namespace,deployment,model,version,owner,classification,purpose,digest,signer,key,ready pods,last review,next review,review",
            "shop,fraud,fraud-detection,1.2.0,'=team@example.org,Confidential,Says which orders a person looks at.,sha256:ab,data-science,sha256:cd,2,,2026-11-22,OVERDUE",
            "shop,new,m,,,,,,,,,,,no date");
  }

  @Test
  void paragraphPerModelForPeople() throws Exception {
    assertThat(inventory().out())
        .contains("owner           =team@example.org\n", "review          OVERDUE\n")
        .contains("deployment      new\nmodel           m\nreview          no date\n");
  }
}
