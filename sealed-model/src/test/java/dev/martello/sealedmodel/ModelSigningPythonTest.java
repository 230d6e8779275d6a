package dev.martello.sealedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The reference implementation of Model Signing reads ours, and we read its. Skipped where {@code
 * python3} cannot import {@code model_signing}.
 */
class ModelSigningPythonTest {
  @TempDir Path directory;
  SealedExample example;
  Path sealed;

  @BeforeEach
  void seal() throws Exception {
    assumeTrue(
        python("-c", "import model_signing") == 0,
        "skipped: python3 cannot import model_signing, so the comparison with it is not made");
    example = new SealedExample(directory);
    sealed = example.seal(SealedExample.model(100), "m", "1.0.0");
  }

  private static int python(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("python3"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    try {
      Process process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      return process.waitFor();
    } catch (IOException e) {
      return -1; // no python3
    }
  }

  private int verify() throws Exception {
    return python(
        "-m",
        "model_signing",
        "verify",
        "key",
        sealed.toString(),
        "--signature",
        sealed.resolve("model.sig").toString(),
        "--public_key",
        directory.resolve("keys/signer.pub.pem").toString());
  }

  @Test
  void pythonVerifiesOursAndRefusesAnAlteredOne() throws Exception {
    assertThat(verify()).isZero();
    Files.writeString(sealed.resolve("manifest.json"), "{}");
    assertThat(verify()).isPositive();
  }

  @Test
  void weVerifyPythons() throws Exception {
    Files.delete(sealed.resolve("model.sig"));
    int signed =
        python(
            "-m",
            "model_signing",
            "sign",
            "key",
            sealed.toString(),
            "--signature",
            sealed.resolve("model.sig").toString(),
            "--private_key",
            example.signerFile.toString());
    assertThat(signed).isZero();
    assertThat(example.open(sealed, example.kek)).isEqualTo(SealedExample.model(100));
  }
}
