package dev.martello.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.cli.Invocation;
import dev.martello.runtime.evaluation.SealedDataset;
import dev.martello.sealedmodel.Expected;
import dev.martello.sealedmodel.RecipientKey;
import dev.martello.sealedmodel.Signer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealDatasetCommandTest {
  @TempDir private Path temporary;
  private Sealed sealed;

  @BeforeEach
  void keys() throws Exception {
    sealed = Sealed.in(temporary);
  }

  @Test
  void whatItSealsTheEvaluationOpens() throws Exception {
    var done = seal("x,slice:site,label\n1,7,0\n2,8,1\n");
    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.out()).contains("sealed 2 rows as holdout 0.1.0", "digest sha256:");
    var key = RecipientKey.parse(Files.readAllBytes(sealed.key()), "key");
    var signer = Signer.fromPem("s", Files.readString(sealed.publicKey()));
    var opened = SealedDataset.open(out(), List.of(signer), Expected.anything(), () -> key);
    assertThat(opened.data().rows()).isEqualTo(2);
    assertThat(opened.data().label(1)).isEqualTo(1);
    assertThat(opened.data().slice("site", 1)).contains(8.0);
    assertThat(opened.data().features().get(0).rowLength()).isEqualTo(1);
    var inspected = Invocation.of("inspect", out(), "--output", "json");
    assertThat(inspected.out()).contains("\"precision\" : \"DATASET\"");
  }

  @Test
  void whatCanNotBeReadIsNotSealed() throws Exception {
    var done = seal("x,label\n1,cat\n");
    assertThat(done.exitCode()).isEqualTo(1);
    assertThat(done.err()).contains("line 2 has 'cat'");
    assertThat(out()).doesNotExist();
  }

  @Test
  void dataIsNoModel() throws Exception {
    seal("x,label\n1,1\n2,0\n");
    var served =
        Invocation.of("run", out(), "--key", sealed.key(), "--public-key", sealed.publicKey());
    assertThat(served.exitCode()).isEqualTo(1);
    assertThat(served.err()).contains("ModelUnloadable");
  }

  private Invocation seal(String table) throws Exception {
    return Invocation.of(
        "seal-dataset",
        Files.writeString(temporary.resolve("holdout.csv"), table),
        "--name",
        "holdout",
        "--recipient",
        temporary.resolve("recipient.pub.pem"),
        "--signing-key",
        sealed.signingKey(),
        "--out",
        out());
  }

  private Path out() {
    return temporary.resolve("holdout");
  }
}
