package dev.martello.sealedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.martello.sealedmodel.encoding.Hex;
import dev.martello.sealedmodel.encoding.Pem;
import dev.martello.sealedmodel.encoding.Sha256;
import dev.martello.sealedmodel.keys.Curve25519;
import dev.martello.sealedmodel.keys.MlKemPrivateKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Known answers of others for the two kinds of recipient whose arithmetic nobody here can check by
 * hand: those that the Python package {@code cryptography} is tested with (PyPI, {@code
 * cryptography-vectors}), read with our key parser and computed by the provider that opens models.
 */
class KnownAnswersTest {
  private static final String VERSION = "50.0.2";
  private static final Path WHEEL =
      Path.of("target/vectors/cryptography_vectors-" + VERSION + "-py3-none-any.whl");
  private static final int ENOUGH = 200;

  private static final String ML_KEM_PRIVATE = "3054020100300b060960864801650304040204428040";
  private static final String ML_KEM_PUBLIC = "308204b2300b0609608648016503040402038204a100";
  private static final String X25519_PRIVATE = "302e020100300506032b656e04220420";
  private static final String X25519_PUBLIC = "302a300506032b656e032100";

  @BeforeAll
  static void download() throws Exception {
    if (!Files.exists(WHEEL)) {
      Files.createDirectories(WHEEL.getParent());
      try {
        new ProcessBuilder(
                List.of(
                    "python3",
                    "-m",
                    "pip",
                    "download",
                    "--quiet",
                    "--disable-pip-version-check",
                    "--no-deps",
                    "--dest",
                    WHEEL.getParent().toString(),
                    "cryptography-vectors==" + VERSION))
            .redirectErrorStream(true)
            .redirectOutput(WHEEL.getParent().resolve("output").toFile())
            .start()
            .waitFor();
      } catch (IOException e) {
        // no Python here
      }
    }
    assumeTrue(
        Files.exists(WHEEL),
        "skipped: cryptography-vectors cannot be had from PyPI, so nothing is compared");
  }

  /** NIST's count of 2000 has a right ciphertext and a wrong one each. */
  @Test
  void mlKem768() throws Exception {
    List<Map<String, String>> answers = read("MLKEM/kat_MLKEM_768.rsp");
    assertThat(answers).hasSizeGreaterThanOrEqualTo(ENOUGH);
    for (Map<String, String> one : answers.subList(0, ENOUGH)) {
      String seed = one.get("d") + one.get("z");
      try (EncodedPrivateKey key =
          (EncodedPrivateKey) privateKey(Hex.bytes(ML_KEM_PRIVATE + seed))) {
        byte[] publicKey = Hex.bytes(ML_KEM_PUBLIC + one.get("pk"));
        assertThat(key.keyId()).isEqualTo("sha256:" + Sha256.hexOf(publicKey));
        MlKemPrivateKey kem = (MlKemPrivateKey) key.key();
        assertThat(kem.decapsulate(Hex.bytes(one.get("ct")))).isEqualTo(Hex.bytes(one.get("ss")));
        assertThat(kem.decapsulate(Hex.bytes(one.get("ct_n"))))
            .isEqualTo(Hex.bytes(one.get("ss_n")));
      }
    }
  }

  /** RFC 7748 section 5.2. */
  @Test
  void x25519() throws Exception {
    List<Map<String, String>> answers = read("X25519/rfc7748.txt");
    assertThat(answers).hasSize(3);
    for (Map<String, String> one : answers) {
      try (EncodedPrivateKey key =
          (EncodedPrivateKey) privateKey(Hex.bytes(X25519_PRIVATE + one.get("INPUT_SCALAR")))) {
        assertThat(Curve25519.agree(key.key(), Hex.bytes(one.get("INPUT_U"))))
            .isEqualTo(Hex.bytes(one.get("OUTPUT_U")));
      }
    }
  }

  private static RecipientKey privateKey(byte[] pkcs8) throws Exception {
    return RecipientKey.parse(Pem.write("PRIVATE KEY", pkcs8), "f");
  }

  /** Lines {@code name = value}, in groups that begin with a count. */
  private static List<Map<String, String>> read(String name) throws Exception {
    List<Map<String, String>> groups = new ArrayList<>();
    try (ZipFile zip = new ZipFile(WHEEL.toFile());
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    zip.getInputStream(zip.getEntry("cryptography_vectors/asymmetric/" + name)),
                    StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine();
          line != null && groups.size() <= ENOUGH;
          line = lines.readLine()) {
        String[] pair = line.split(" = ", 2);
        if (pair.length == 2) {
          if (pair[0].equalsIgnoreCase("count")) {
            groups.add(new LinkedHashMap<>());
          }
          groups.getLast().put(pair[0], pair[1]);
        }
      }
    }
    return groups;
  }
}
