package dev.martello.cli.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.cli.Invocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sign} and {@code verify} of a directory that is no sealed model. */
class SignCommandTest {
  @TempDir private Path temporary;
  private Path model;
  private Path signature;

  @BeforeEach
  void makeModel() throws Exception {
    model = Files.createDirectories(temporary.resolve("model"));
    Files.writeString(model.resolve("weights.bin"), "weights");
    Files.createDirectories(model.resolve("cache"));
    Files.writeString(model.resolve("cache/x"), "x");
    signature = model.resolve("model.sig");
    Invocation.of("keygen", "--type", "signing", "--out", temporary);
  }

  private Invocation sign(Object... more) {
    var all =
        new ArrayList<Object>(List.of("sign", model, "--signature", signature, "--signing-key"));
    all.add(temporary.resolve("signer.key.pem"));
    all.addAll(List.of(more));
    return Invocation.of(all.toArray());
  }

  private Invocation verify(Object... more) {
    var all =
        new ArrayList<Object>(
            List.of("verify", model, "--public-key", temporary.resolve("signer.pub.pem")));
    all.addAll(List.of(more));
    return Invocation.of(all.toArray());
  }

  @Test
  void whatIsSignedIsVerifiedUntilItChanges() throws Exception {
    var signed = sign();
    assertThat(signed.exitCode()).as(signed.err()).isZero();
    assertThat(signed.out()).contains("2 resources").containsPattern("digest sha256:[0-9a-f]{64}");
    var holds = verify();
    assertThat(holds.exitCode()).as(holds.err()).isZero();
    assertThat(holds.out()).startsWith("holds: " + model);
    Files.writeString(model.resolve("more"), "more");
    assertThat(verify().refusal()).contains("FilesDoNotMatch").contains("more is not signed");
    assertThat(verify("--ignore", "more").exitCode()).isZero();
    assertThat(verify("--ignore-unsigned-files").out()).contains("not signed, ignored: more");
    Files.writeString(model.resolve("weights.bin"), "Weights");
    assertThat(verify("--ignore", "more").refusal()).contains("weights.bin");
  }

  @Test
  void ignoredPathsAndShards() {
    assertThat(sign("--ignore", "cache/", "--shards", "3").out()).contains("3 resources");
    assertThat(verify().out()).contains("not signed, the signer says: cache");
    assertThat(sign().refusal()).contains("exists already");
  }

  @Test
  void wrongUsage() {
    assertThat(sign("--chain", "x.pem").exitCode()).isEqualTo(2);
    assertThat(sign("--ignore", "../x").refusal()).contains("../x");
    assertThat(Invocation.of("verify", model).exitCode()).isEqualTo(2);
    assertThat(verify("--chain", "x.pem").exitCode()).isEqualTo(2);
    assertThat(
            Invocation.of("verify", model, "--chain", temporary.resolve("signer.pub.pem"))
                .refusal())
        .contains("KeyMalformed");
  }
}
