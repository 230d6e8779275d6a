package dev.martello.sealedmodel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.sealedmodel.bulk.Bulk;
import dev.martello.sealedmodel.bulk.BulkDecryption;
import dev.martello.sealedmodel.encoding.Hex;
import dev.martello.sealedmodel.encoding.Sha256;
import dev.martello.sealedmodel.wrappedkey.Unwrapping;
import dev.martello.sealedmodel.wrappedkey.WrappedKey;
import dev.martello.sealedmodel.wrappedkey.WrappedKeyWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What openssl reads of ours, and we of openssl's. Skipped where there is none. */
class OpenSslTest {
  @TempDir Path directory;
  SealedExample example;

  @BeforeEach
  void makeKeys() throws Exception {
    OpenSsl.assumeHere();
    example = new SealedExample(directory);
  }

  static void opensTheBulk(Path sealed, byte[] inputKeyMaterial) throws Exception {
    assertThat(inputKeyMaterial).hasSize(32);
    byte[] associatedData = Sha256.of(Files.readAllBytes(sealed.resolve("manifest.json")));
    try (Arena arena = Arena.ofShared();
        FileChannel in = FileChannel.open(sealed.resolve("model.onnx.enc"))) {
      MemorySegment plaintext = arena.allocate(1000);
      Bulk bulk = BulkDecryption.decrypt(in, 65536, inputKeyMaterial, associatedData, plaintext);
      assertThat(bulk.plaintextSha256()).isEqualTo(Sha256.hexOf(SealedExample.model(1000)));
    }
  }

  @Test
  void opensslUnwrapsTheKeyWithEitherKey() throws Exception {
    Path sealed = example.seal(SealedExample.model(1000), "m", "1.0.0");
    OpenSsl.run(
        sealed,
        "cms",
        "-decrypt",
        "-binary",
        "-inform",
        "DER",
        "-in",
        "model.key.p7m",
        "-inkey",
        example.p256File.toString(),
        "-out",
        "../by-p256");
    opensTheBulk(sealed, Files.readAllBytes(directory.resolve("by-p256")));
    OpenSsl.run(
        sealed,
        "cms",
        "-decrypt",
        "-binary",
        "-inform",
        "DER",
        "-in",
        "model.key.p7m",
        "-secretkey",
        Hex.of(example.kek.key()),
        "-secretkeyid",
        Hex.of(example.kek.id()),
        "-out",
        "../by-kek");
    opensTheBulk(sealed, Files.readAllBytes(directory.resolve("by-kek")));
  }

  @Test
  void weUnwrapWhatOpensslWrapped() throws Exception {
    byte[] content = SealedExample.model(32);
    Files.write(directory.resolve("content"), content);
    OpenSsl.run(
        directory,
        "cms",
        "-encrypt",
        "-binary",
        "-aes-256-gcm",
        "-in",
        "content",
        "-outform",
        "DER",
        "-out",
        "theirs.p7m",
        "-secretkey",
        Hex.of(example.kek.key()),
        "-secretkeyid",
        Hex.of(example.kek.id()));
    WrappedKey read = WrappedKey.parse(Files.readAllBytes(directory.resolve("theirs.p7m")), "k");
    assertThat(read.unwrap(Unwrapping.with(example.kek.keyId(), example.kek.key())))
        .isEqualTo(content);
  }

  @Test
  void opensslReadsOurKeysAndWeReadItsKeys() throws Exception {
    assertThat(
            OpenSsl.run(directory, "pkey", "-in", example.p256File.toString(), "-check", "-noout"))
        .contains("valid");
    assertThat(OpenSsl.run(directory, "pkey", "-in", example.p256File.toString(), "-pubout"))
        .isEqualTo(Files.readString(directory.resolve("keys/recipient.pub.pem")));
    OpenSsl.run(
        directory,
        "genpkey",
        "-algorithm",
        "EC",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-out",
        "their.key.pem");
    OpenSsl.run(directory, "pkey", "-in", "their.key.pem", "-pubout", "-out", "their.pub.pem");
    OpenSsl.run(
        directory,
        "pkey",
        "-in",
        "their.pub.pem",
        "-pubin",
        "-outform",
        "DER",
        "-out",
        "their.der");
    try (RecipientKey key =
        RecipientKey.parse(Files.readAllBytes(directory.resolve("their.key.pem")), "their")) {
      assertThat(key.keyId())
          .isEqualTo("sha256:" + Sha256.hexOf(Files.readAllBytes(directory.resolve("their.der"))));
      assertThat(
              SealRecipient.parse(Files.readAllBytes(directory.resolve("their.pub.pem")), "their")
                  .keyId())
          .isEqualTo(key.keyId());
    }
  }

  /** A certificate gives openssl the key and, as its subject key identifier, our key id. */
  private void certify(GeneratedKey key, Path config) throws Exception {
    Files.writeString(
        config,
        """
        [req]
        distinguished_name = name
        x509_extensions = extensions
        prompt = no
        [name]
        CN = recipient
        [extensions]
        subjectKeyIdentifier = %s
        """
            .formatted(key.keyId().substring("sha256:".length())));
    OpenSsl.run(
        directory,
        "req",
        "-x509",
        "-key",
        key.files().getFirst().toString(),
        "-config",
        config.toString(),
        "-out",
        "recipient.crt");
  }

  @ParameterizedTest
  @EnumSource(names = {"P256", "RSA_OAEP"})
  void bothWaysByTheKeyIdOfAPublicKey(RecipientKind kind) throws Exception {
    GeneratedKey key = KeyGeneration.recipient(directory.resolve("pair"), kind);
    byte[] content = SealedExample.model(32);
    Files.write(directory.resolve("content"), content);
    certify(key, directory.resolve("req.cnf"));
    List<String> command =
        new ArrayList<>(
            List.of("cms", "-encrypt", "-binary", "-aes-256-gcm", "-keyid", "-in", "content"));
    command.addAll(List.of("-outform", "DER", "-out", "theirs.p7m", "-recip", "recipient.crt"));
    command.addAll(
        kind == RecipientKind.P256
            ? List.of("-keyopt", "ecdh_kdf_md:sha256", "-aes256-wrap")
            : List.of(
                "-keyopt", "rsa_padding_mode:oaep",
                "-keyopt", "rsa_oaep_md:sha256",
                "-keyopt", "rsa_mgf1_md:sha256"));
    OpenSsl.run(directory, command.toArray(String[]::new));
    WrappedKey read = WrappedKey.parse(Files.readAllBytes(directory.resolve("theirs.p7m")), "k");
    assertThat(read.recipients()).containsExactly(new Recipient(kind, key.keyId()));
    byte[] pem = Files.readAllBytes(key.files().getFirst());
    try (RecipientKey secret = RecipientKey.parse(pem, "key")) {
      assertThat(read.unwrap(Unwrapping.with(key.keyId(), privateKey(secret)))).isEqualTo(content);
    }
    WrappedKeyWriter writer = new WrappedKeyWriter();
    switch (SealRecipient.parse(Files.readAllBytes(key.files().getLast()), "key")) {
      case P256PublicKey p256 -> writer.addP256(p256.key());
      case EncodedPublicKey encoded -> writer.add(encoded.algorithm(), encoded.encoded());
      case KeyEncryptionKey kek -> throw new AssertionError(kek);
    }
    Files.write(directory.resolve("ours.p7m"), writer.wrap(content));
    OpenSsl.run(
        directory,
        "cms",
        "-decrypt",
        "-binary",
        "-inform",
        "DER",
        "-in",
        "ours.p7m",
        "-inkey",
        key.files().getFirst().toString(),
        "-out",
        "opened");
    assertThat(directory.resolve("opened")).hasBinaryContent(content);
  }

  private static PrivateKey privateKey(RecipientKey key) {
    return key instanceof P256PrivateKey p256 ? p256.key() : ((EncodedPrivateKey) key).key();
  }
}
