package dev.martello.sealedmodel.modelsigning;

import static dev.martello.sealedmodel.Refusals.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.sealedmodel.Reason;
import dev.martello.sealedmodel.encoding.Pem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What sections 6 and 8 of Model Signing v1.0 ask for. */
class SignedDirectoryTest {
  private static final Serialization FILES = by(0, false);

  @TempDir Path temporary;
  Path model;
  KeyPair pair;

  @BeforeEach
  void makeModel() throws Exception {
    model = example(temporary.resolve("model"));
    pair = pair("secp256r1");
  }

  /** Files with names that sort differently in UTF-16, by code point and by path component. */
  static Path example(Path model) throws Exception {
    Files.createDirectories(model.resolve("a"));
    Files.createDirectories(model.resolve(".git"));
    Files.createDirectories(model.resolve("deep/.git"));
    Files.writeString(model.resolve("weights.bin"), "0123456789".repeat(100));
    Files.writeString(model.resolve("a/b"), "below");
    Files.writeString(model.resolve("a-b"), "beside");
    Files.writeString(model.resolve("a:1:2"), "colons");
    Files.writeString(model.resolve("empty"), "");
    Files.writeString(model.resolve("gr\u00f6\u00dfe \ud83d\ude00 \uffee.txt"), "Unicode");
    Files.writeString(model.resolve("\ud83d\ude00"), "beyond the first plane");
    Files.writeString(model.resolve("\uffee"), "at the end of the first plane");
    Files.writeString(model.resolve(".git/config"), "ignored");
    Files.writeString(model.resolve("deep/.git/config"), "not at the top, so signed");
    return model;
  }

  static KeyPair pair(String curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  static Serialization by(long shard, boolean symlinks, String... ignored) {
    OptionalLong size = shard == 0 ? OptionalLong.empty() : OptionalLong.of(shard);
    return new Serialization(size, symlinks, List.of(ignored));
  }

  static DirectorySigningKey secret(KeyPair pair) throws Exception {
    byte[] pem = Pem.write("PRIVATE KEY", pair.getPrivate().getEncoded());
    return DirectorySigningKey.parse(pem, "secret");
  }

  static Trust.Key trust(KeyPair pair) throws Exception {
    byte[] pem = Pem.write("PUBLIC KEY", pair.getPublic().getEncoded());
    return new Trust.Key(VerificationKey.parse(pem, "public"));
  }

  private String sign(Serialization serialization) throws Exception {
    return DirectorySignature.sign(model, serialization, secret(pair), List.of()).bundle();
  }

  private SignedDirectory verify(String bundle, String... ignored) throws Exception {
    return new DirectoryVerification(trust(pair), List.of(ignored), false)
        .verify(model, bundle.getBytes(UTF_8), "model.sig");
  }

  private String refusal(String bundle) {
    return refused(Reason.FilesDoNotMatch, () -> verify(bundle)).getMessage();
  }

  @ParameterizedTest
  @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
  void everyCurveBothSerializations(String curve) throws Exception {
    pair = pair(curve);
    assertThat(secret(pair).publicKey().keyId()).isEqualTo(trust(pair).key().keyId());
    for (Serialization one : List.of(FILES, by(300, false), by(1000, false))) {
      String bundle = sign(one);
      SignedDirectory holds = verify(bundle);
      assertThat(holds.digest()).matches("sha256:[0-9a-f]{64}");
      assertThat(holds.signerKeyId()).isEqualTo(trust(pair).key().keyId());
      for (int i = 0; i < bundle.length(); i += 61) {
        StringBuilder altered = new StringBuilder(bundle);
        altered.setCharAt(i, altered.charAt(i) == 'x' ? 'y' : 'x');
        refused(() -> verify(altered.toString()));
      }
    }
  }

  @Test
  void resourcesAreSortedByCodePointAndLeaveOutWhatTheSpecificationSays() throws Exception {
    assertThat(names(sign(FILES)))
        .containsExactly(
            "a-b",
            "a/b",
            "a:1:2",
            "deep/.git/config",
            "empty",
            "gr\u00f6\u00dfe \ud83d\ude00 \uffee.txt",
            "weights.bin",
            "\uffee",
            "\ud83d\ude00");
    assertThat(names(sign(by(600, false, "deep", "a"))))
        .contains("weights.bin:0:600", "weights.bin:600:1000", "a:1:2:0:6", "a-b:0:6")
        .noneMatch(name -> name.startsWith("empty") || name.startsWith("deep"))
        .noneMatch(name -> name.startsWith("a/"));
  }

  private static List<String> names(String bundle) throws Exception {
    var json = new com.fasterxml.jackson.databind.ObjectMapper();
    var payload = json.readTree(bundle).at("/dsseEnvelope/payload").asText();
    return json.readTree(Base64.getDecoder().decode(payload))
        .at("/predicate/resources")
        .findValuesAsText("name");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 300})
  void everyChangeIsSeen(long shard) throws Exception {
    String bundle = sign(by(shard, false));
    Files.writeString(model.resolve("weights.bin"), "0123456789".repeat(99) + "012345678x");
    assertThat(refusal(bundle)).contains("weights.bin").contains("not as it was signed");
    Files.writeString(model.resolve("weights.bin"), "0123456789".repeat(100) + "!");
    assertThat(refusal(bundle)).contains("weights.bin");
    Files.writeString(model.resolve("weights.bin"), "0123456789".repeat(100));
    verify(bundle);
    Files.move(model.resolve("a-b"), temporary.resolve("kept"));
    assertThat(refusal(bundle)).contains("a-b").contains("missing");
    Files.move(temporary.resolve("kept"), model.resolve("A-b"));
    assertThat(refusal(bundle)).contains("A-b").contains("is not signed");
    Files.move(model.resolve("A-b"), model.resolve("a-b"));
    Files.createSymbolicLink(model.resolve("link"), Path.of("a-b"));
    assertThat(refusal(bundle)).contains("link").contains("symbolic link");
    Files.delete(model.resolve("link"));
    verify(bundle);
  }

  @Test
  void unsignedFilesAreTakenOnlyWhenAsked() throws Exception {
    String bundle = sign(FILES);
    Files.writeString(model.resolve("more"), "more");
    assertThat(refusal(bundle)).contains("more is not signed");
    assertThat(verify(bundle, "more").unsigned()).isEmpty();
    DirectoryVerification lax = new DirectoryVerification(trust(pair), List.of(), true);
    assertThat(lax.verify(model, bundle.getBytes(UTF_8), "s").unsigned()).containsExactly("more");
    Files.delete(model.resolve("a-b"));
    refused(Reason.FilesDoNotMatch, () -> lax.verify(model, bundle.getBytes(UTF_8), "s"));
  }

  @Test
  void whatTheSignatureIgnoresIsNamed() throws Exception {
    String bundle = sign(by(0, false, "a", "model.sig"));
    Files.writeString(model.resolve("a/b"), "changed");
    Files.writeString(model.resolve("model.sig"), bundle);
    assertThat(verify(bundle, "model.sig").ignored()).containsExactly("a");
  }

  @Test
  void symbolicLinks() throws Exception {
    Path link = Files.createSymbolicLink(model.resolve("link"), Path.of("weights.bin"));
    refused(Reason.FilesDoNotMatch, () -> sign(FILES));
    Files.createSymbolicLink(model.resolve("a/also"), Path.of("../deep"));
    String bundle = sign(by(0, true));
    assertThat(names(bundle)).contains("link", "a/also/.git/config");
    verify(bundle);
    Files.delete(link);
    Files.writeString(temporary.resolve("outside"), "0123456789".repeat(100));
    Files.createSymbolicLink(link, temporary.resolve("outside"));
    assertThat(refusal(bundle)).contains("link").contains("out of the directory");
    refused(Reason.FilesDoNotMatch, () -> sign(by(0, true)));
    Files.delete(link);
    Files.createSymbolicLink(link, Path.of("."));
    assertThat(refusal(bundle)).contains("circle");
    Files.delete(link);
    Files.createSymbolicLink(link, Path.of("nothing"));
    assertThat(refusal(bundle)).contains("link to nothing");
  }

  @Test
  void nothingToSignIsRefused() throws Exception {
    Path empty = Files.createDirectory(temporary.resolve("none"));
    Files.createFile(empty.resolve(".gitignore"));
    model = empty;
    refused(Reason.FilesDoNotMatch, () -> sign(FILES));
    model = temporary.resolve("nowhere");
    refused(Reason.FileMissing, () -> sign(FILES));
  }

  @Test
  void anotherKeyOrAnotherMethodIsRefused() throws Exception {
    String bundle = sign(FILES);
    Trust.Key other = trust(pair("secp256r1"));
    refused(
        Reason.SignerUnknown,
        () ->
            new DirectoryVerification(other, List.of(), false)
                .verify(model, bundle.getBytes(UTF_8), "s"));
    String withoutHint = bundle.replaceAll("\"hint\":\"[0-9a-f]+\"", "\"rawBytes\":\"AAAA\"");
    verify(withoutHint);
    refused(
        Reason.SignatureInvalid,
        () ->
            new DirectoryVerification(other, List.of(), false)
                .verify(model, withoutHint.getBytes(UTF_8), "s"));
    refused(Reason.FileMalformed, () -> verify(bundle.replace("publicKey", "certificate")));
    refused(Reason.KeyMalformed, () -> trust(rsa()));
    refused(Reason.KeyMalformed, () -> secret(rsa()));
  }

  private static KeyPair rsa() throws Exception {
    return KeyPairGenerator.getInstance("RSA").generateKeyPair();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "/a", "a/../b", "a//b", "a/"})
  void ignoredPathsStayInTheDirectory(String path) {
    org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
        .isThrownBy(() -> by(0, false, path));
  }
}
