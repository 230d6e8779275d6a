package dev.martello.sealedmodel;

import static dev.martello.sealedmodel.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.martello.sealedmodel.signature.Bundle;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** model.sig, checked against OpenSSF Model Signing v1.0 with nothing of our own code. */
class ModelSigningTest {
  @TempDir Path directory;
  SealedExample example;
  Path sealed;

  @BeforeEach
  void seal() throws Exception {
    example = new SealedExample(directory);
    sealed = example.seal(SealedExample.model(100), "m", "1.0.0");
  }

  private static byte[] sha256(byte[] bytes) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }

  @Test
  void theBundleIsWhatTheSpecificationSays() throws Exception {
    ObjectMapper json = new ObjectMapper();
    JsonNode bundle = json.readTree(sealed.resolve("model.sig").toFile());
    assertThat(bundle.path("mediaType").asText())
        .isEqualTo("application/vnd.dev.sigstore.bundle.v0.3+json");
    String pem = Files.readString(directory.resolve("keys/signer.pub.pem"));
    assertThat(bundle.at("/verificationMaterial/publicKey/hint").asText())
        .isEqualTo(HexFormat.of().formatHex(sha256(pem.getBytes(StandardCharsets.US_ASCII))));
    assertThat(bundle.at("/verificationMaterial/tlogEntries")).isEmpty();
    assertThat(bundle.at("/dsseEnvelope/signatures")).hasSize(1);
    byte[] payload = Base64.getDecoder().decode(bundle.at("/dsseEnvelope/payload").asText());

    // DSSE v1.0: "DSSEv1" SP LEN(type) SP type SP LEN(body) SP body
    ByteArrayOutputStream signed = new ByteArrayOutputStream();
    signed.write("DSSEv1 28 application/vnd.in-toto+json ".getBytes(StandardCharsets.US_ASCII));
    signed.write((payload.length + " ").getBytes(StandardCharsets.US_ASCII));
    signed.write(payload);
    byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----.*-----", ""));
    PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
    Signature ecdsa = Signature.getInstance("SHA256withECDSA");
    ecdsa.initVerify(key);
    ecdsa.update(signed.toByteArray());
    String sig = bundle.at("/dsseEnvelope/signatures/0/sig").asText();
    assertThat(ecdsa.verify(Base64.getDecoder().decode(sig))).isTrue();

    JsonNode statement = json.readTree(payload);
    assertThat(statement.path("_type").asText()).isEqualTo("https://in-toto.io/Statement/v1");
    assertThat(statement.path("predicateType").asText())
        .isEqualTo("https://model_signing/signature/v1.0");
    assertThat(statement.at("/predicate/serialization").toString())
        .isEqualTo(
            "{\"method\":\"files\",\"hash_type\":\"sha256\",\"allow_symlinks\":false,"
                + "\"ignore_paths\":[]}");
    List<String> names = new ArrayList<>();
    ByteArrayOutputStream digests = new ByteArrayOutputStream();
    for (JsonNode resource : statement.at("/predicate/resources")) {
      String name = resource.path("name").asText();
      byte[] digest = sha256(Files.readAllBytes(sealed.resolve(name)));
      names.add(name);
      digests.write(digest);
      assertThat(resource.path("algorithm").asText()).isEqualTo("sha256");
      assertThat(resource.path("digest").asText()).isEqualTo(HexFormat.of().formatHex(digest));
    }
    assertThat(names).containsExactly("manifest.json", "model.key.p7m", "model.onnx.enc");
    assertThat(statement.path("subject")).hasSize(1);
    assertThat(statement.at("/subject/0/name").asText()).isEqualTo("m-1.0.0");
    assertThat(statement.at("/subject/0/digest/sha256").asText())
        .isEqualTo(HexFormat.of().formatHex(sha256(digests.toByteArray())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v0.3+json|v0.2+json",
        "vnd.in-toto+json|json",
        "\"keyid\":\"\"|\"keyid\":{}",
        "\"keyid\":\"\"|\"keyid\":\"x\"",
        "\"keyid\":\"\"|\"keyid\":\"\",\"more\":1",
        "\"tlogEntries\":[]|\"tlogEntries\":[{}]",
        "\"hint\":|\"rawBytes\":",
        "\"publicKey\":|\"certificate\":",
        "\"signatures\":[|\"signatures\":[{\"sig\":\"AA==\"},",
        "{\"mediaType\"|{\"mediaType\":\"\",\"mediaType\"",
        "{\"mediaType\"|[{\"mediaType\"",
        "\"payload\":\"|\"payload\":\"_",
        "{\"mediaType\"|{\"more\":{\"a\":1},\"mediaType\""
      })
  void aBundleThatIsNoneOfOursIsRefused(String from, String to) throws Exception {
    String good = Files.readString(sealed.resolve("model.sig"));
    String bad = good.replace(from, to);
    assertThat(bad).isNotEqualTo(good);
    byte[] bytes = bad.getBytes(StandardCharsets.UTF_8);
    assertThat(refused(Reason.FileMalformed, () -> Bundle.parse(bytes, "model.sig")))
        .hasMessageStartingWith("model.sig");
  }

  @Test
  void whatTheSpecificationLeavesOpenIsTaken() throws Exception {
    String good = Files.readString(sealed.resolve("model.sig"));
    for (String other :
        List.of(
            good.replace(",\"keyid\":\"\"", ""),
            good.replace("\"keyid\":\"\"", "\"keyid\":null"),
            good.replace(",\"tlogEntries\":[]", ""))) {
      assertThat(other).isNotEqualTo(good);
      Files.writeString(sealed.resolve("model.sig"), other);
      assertThat(example.verify(sealed).signer()).isEqualTo(example.signer);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "in-toto.io/Statement/v1|in-toto.io/Statement/v0.1",
        "signature/v1.0|Digests/v0.1",
        "\"method\":\"files\"|\"method\":\"shards\"",
        "\"hash_type\":\"sha256\"|\"hash_type\":\"blake3\"",
        "\"algorithm\":\"sha256\"|\"algorithm\":\"blake3\"",
        "\"allow_symlinks\":false|\"allow_symlinks\":0",
        "\"ignore_paths\":[]|\"ignore_paths\":[1]",
        "\"ignore_paths\":[]|\"shard_size\":1",
        "\"predicateType\"|\"more\":1,\"predicateType\"",
        "\"name\":\"m-1.0.0\"|\"name\":\"\"",
        "manifest.json|zanifest.json",
        "\"subject\":[|\"subject\":[{},"
      })
  void aSignedStatementOfAnotherKindIsRefused(String from, String to) throws Exception {
    ObjectMapper json = new ObjectMapper();
    JsonNode bundle = json.readTree(sealed.resolve("model.sig").toFile());
    byte[] payload = Base64.getDecoder().decode(bundle.at("/dsseEnvelope/payload").asText());
    String good = new String(payload, StandardCharsets.UTF_8);
    String bad = good.replace(from, to);
    assertThat(bad).isNotEqualTo(good);
    Files.writeString(sealed.resolve("model.sig"), sign(bad));
    refused(Reason.FileMalformed, () -> example.verify(sealed));
    Files.writeString(sealed.resolve("model.sig"), sign(good));
    assertThat(example.verify(sealed).manifest().name()).isEqualTo("m");
  }

  private String sign(String statement) throws Exception {
    byte[] payload = statement.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream signed = new ByteArrayOutputStream();
    signed.write("DSSEv1 28 application/vnd.in-toto+json ".getBytes(StandardCharsets.US_ASCII));
    signed.write((payload.length + " ").getBytes(StandardCharsets.US_ASCII));
    signed.write(payload);
    try (SigningKey key = example.signingKey()) {
      String sig = Base64.getEncoder().encodeToString(key.sign(signed.toByteArray()));
      return Files.readString(sealed.resolve("model.sig"))
          .replaceAll("\"sig\":\"[^\"]+\"", "\"sig\":\"" + sig + "\"")
          .replaceAll(
              "\"payload\":\"[^\"]+\"",
              "\"payload\":\"" + Base64.getEncoder().encodeToString(payload) + "\"");
    }
  }
}
