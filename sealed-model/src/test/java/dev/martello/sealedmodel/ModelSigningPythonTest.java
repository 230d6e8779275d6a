package dev.martello.sealedmodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reference implementation of Model Signing reads ours, and we read its. */
class ModelSigningPythonTest {
  @TempDir Path directory;
  SealedExample example;
  Path sealed;

  @BeforeEach
  void seal() throws Exception {
    PythonModelSigning.assumeHere();
    example = new SealedExample(directory);
    sealed = example.seal(SealedExample.model(100), "m", "1.0.0");
  }

  private int verify() throws Exception {
    return PythonModelSigning.modelSigning(
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
        PythonModelSigning.modelSigning(
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
