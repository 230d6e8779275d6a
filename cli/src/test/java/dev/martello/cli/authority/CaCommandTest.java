package dev.martello.cli.authority;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.cli.Invocation;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;
  private byte[] old;
  private byte[] following;
  private ObjectNode list;

  @BeforeEach
  void twoRoots() throws Exception {
    old = root();
    following = root();
    list = JSON.createObjectNode().put("kind", "List");
    var items = list.putArray("items");
    var configMap = items.addObject().put("kind", "ConfigMap");
    configMap.putObject("metadata").put("name", "m-ca").put("namespace", "demo");
    configMap.putObject("data").put("ca.crt", pem(old) + pem(following));
    var deployment = items.addObject().put("kind", "ModelDeployment");
    deployment.putObject("metadata").put("name", "m").put("namespace", "demo");
    deployment
        .withObject("/status/certificate")
        .put("authoritySha256", sha256(old))
        .putArray("trustedSha256")
        .add(sha256(old))
        .add(sha256(following));
  }

  @Test
  void printsBothRootsAsPemThatOthersRead() throws Exception {
    var run = ca();
    assertThat(run.exitCode()).as(run.err()).isZero();
    var read =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(run.out().getBytes(StandardCharsets.US_ASCII)));
    assertThat(read)
        .extracting(each -> sha256(each.getEncoded()))
        .containsExactly(sha256(old), sha256(following));
    assertThat(run.out().lines().filter(line -> line.startsWith("SHA-256 ")))
        .satisfiesExactly(
            first -> assertThat(first).contains(sha256(old), "signed the certificate in use"),
            second -> assertThat(second).contains(sha256(following), "during a rotation"));
  }

  @Test
  void refusesARootThatTheStatusDoesNotName() throws Exception {
    byte[] foreign = root();
    ((ObjectNode) list.at("/items/0/data")).put("ca.crt", pem(old) + pem(foreign));
    assertThat(ca().refusal()).contains(sha256(foreign)).contains("ConfigMap m-ca");
  }

  @Test
  void refusesWhatIsNotTheTwo() throws Exception {
    ((ObjectNode) list.at("/items/0/metadata")).put("name", "other-ca");
    assertThat(ca().refusal()).contains("not m-ca").contains("kubectl get");
    ((ObjectNode) list.at("/items/1")).remove("status");
    ((ObjectNode) list.at("/items/0/metadata")).put("name", "m-ca");
    assertThat(ca().refusal()).contains("names no root");
    list.withArray("items").remove(1);
    assertThat(ca().refusal()).contains("not one ModelDeployment");
    assertThat(run("no json").refusal()).contains("no JSON");
  }

  private Invocation ca() throws Exception {
    return run(list.toString());
  }

  private Invocation run(String text) throws Exception {
    return Invocation.of("ca", Files.writeString(directory.resolve("in.json"), text));
  }

  private static byte[] root() throws Exception {
    KeyPair keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
    var name = new X500Name("CN=root");
    return new JcaX509v3CertificateBuilder(
            name,
            BigInteger.ONE,
            Date.from(Instant.parse("2026-11-23T08:00:00Z")),
            Date.from(Instant.parse("2036-11-23T08:00:00Z")),
            name,
            keys.getPublic())
        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
        .getEncoded();
  }

  private static String pem(byte[] der) {
    return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
        .formatted(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der));
  }

  private static String sha256(byte[] der) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der));
  }
}
