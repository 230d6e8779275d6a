package dev.martello.sealedmodel.modelsigning;

import static dev.martello.sealedmodel.PythonModelSigning.modelSigning;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.sealedmodel.PythonModelSigning;
import dev.martello.sealedmodel.encoding.Pem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Python's model_signing verifies what we sign and signs what we verify. */
class ReferenceClientTest {
  @TempDir Path temporary;
  Path model;
  Path signature;
  KeyPair pair;

  @BeforeEach
  void makeModel() throws Exception {
    PythonModelSigning.assumeHere();
    model = SignedDirectoryTest.example(temporary.resolve("model"));
    // It splits a shard's name at the first colon, where the specification says the last two.
    Files.delete(model.resolve("a:1:2"));
    signature = temporary.resolve("model.sig");
  }

  private void use(String curve) throws Exception {
    pair = SignedDirectoryTest.pair(curve);
    Files.write(
        temporary.resolve("key.pem"), Pem.write("PRIVATE KEY", pair.getPrivate().getEncoded()));
    Files.write(
        temporary.resolve("pub.pem"), Pem.write("PUBLIC KEY", pair.getPublic().getEncoded()));
  }

  private void sign(Serialization serialization, X509Certificate... chain) throws Exception {
    Files.writeString(
        signature,
        DirectorySignature.sign(
                model, serialization, SignedDirectoryTest.secret(pair), List.of(chain))
            .bundle());
  }

  private int pythonVerifiesKey() throws Exception {
    return modelSigning(
        "verify",
        "key",
        model,
        "--signature",
        signature,
        "--public_key",
        temporary.resolve("pub.pem"));
  }

  private int pythonVerifiesCertificate() throws Exception {
    return modelSigning(
        "verify",
        "certificate",
        model,
        "--signature",
        signature,
        "--certificate_chain",
        temporary.resolve("root.pem"));
  }

  private SignedDirectory weVerify(Trust trust) throws Exception {
    return new DirectoryVerification(trust, List.of(), false)
        .verify(model, Files.readString(signature).getBytes(UTF_8), "model.sig");
  }

  @ParameterizedTest
  @ValueSource(strings = {"secp256r1", "secp521r1"})
  void pythonVerifiesOursByKey(String curve) throws Exception {
    use(curve);
    sign(SignedDirectoryTest.by(0, false, "deep"));
    assertThat(pythonVerifiesKey()).isZero();
    Files.writeString(model.resolve("weights.bin"), "changed");
    assertThat(pythonVerifiesKey()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"secp256r1", "secp521r1"})
  void weVerifyPythonsByKey(String curve) throws Exception {
    use(curve);
    int signed =
        modelSigning(
            "sign",
            "key",
            model,
            "--signature",
            signature,
            "--ignore-paths",
            model.resolve("deep"),
            "--private_key",
            temporary.resolve("key.pem"));
    assertThat(signed).isZero();
    assertThat(weVerify(SignedDirectoryTest.trust(pair)).ignored()).contains("deep");
  }

  /**
   * Only this way: model_signing 1.1.1 writes the shard size as a floating-point number and another
   * name of the hash than the specification says, and then fails on its own shards.
   */
  @Test
  void weVerifyPythonsShardsAndLinks() throws Exception {
    use("secp256r1");
    Files.createSymbolicLink(model.resolve("link"), Path.of("weights.bin"));
    PythonModelSigning.script(
        """
        import sys, model_signing
        from model_signing import hashing, signing
        hasher = hashing.Config().use_shard_serialization(shard_size=300, allow_symlinks=True)
        hasher.set_allow_symlinks(True)
        config = signing.Config().set_hashing_config(hasher)
        config.use_elliptic_key_signer(private_key=sys.argv[2])
        config.sign(sys.argv[1], sys.argv[3])
        """,
        model,
        temporary.resolve("key.pem"),
        signature);
    assertThat(weVerify(SignedDirectoryTest.trust(pair)).resources()).isGreaterThan(10);
  }

  @Test
  void certificatesBothWays() throws Exception {
    use("secp384r1");
    Authority root = Authority.root();
    Authority between = root.intermediate(true);
    X509Certificate leaf = between.leaf(pair.getPublic());
    Authority.write(temporary.resolve("root.pem"), root.certificate());
    sign(SignedDirectoryTest.by(0, false), leaf, between.certificate());
    assertThat(pythonVerifiesCertificate()).isZero();
    Files.delete(signature);
    int signed =
        modelSigning(
            "sign",
            "certificate",
            model,
            "--signature",
            signature,
            "--private_key",
            temporary.resolve("key.pem"),
            "--signing_certificate",
            Authority.write(temporary.resolve("leaf.pem"), leaf),
            "--certificate_chain",
            Authority.write(temporary.resolve("between.pem"), between.certificate()));
    assertThat(signed).isZero();
    Trust trust = new Trust.Roots(List.of(root.certificate()), Instant.now());
    assertThat(weVerify(trust).signerKeyId())
        .isEqualTo(SignedDirectoryTest.trust(pair).key().keyId());
  }

  /** Where the two differ: an expired certificate passes there. Should this fail, tell the docs. */
  @Test
  void pythonTakesAnExpiredCertificateAndWeDoNot() throws Exception {
    use("secp256r1");
    Authority root = Authority.root();
    Instant end = Instant.parse("2021-01-01T00:00:00Z");
    X509Certificate leaf =
        root.leaf(pair.getPublic(), end, Authority.usage(KeyUsage.digitalSignature));
    Authority.write(temporary.resolve("root.pem"), root.certificate());
    sign(SignedDirectoryTest.by(0, false), leaf);
    assertThat(pythonVerifiesCertificate()).isZero();
    Trust trust = new Trust.Roots(List.of(root.certificate()), Instant.now());
    dev.martello.sealedmodel.Refusals.refused(
        dev.martello.sealedmodel.Reason.SignerUnknown, () -> weVerify(trust));
  }
}
