package dev.martello.sealedmodel;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Keys made for one test, and models sealed with them. */
final class SealedExample {
  static final ModelDescription DESCRIPTION =
      new ModelDescription(
          ModelFormat.ONNX,
          List.of(new Tensor("input", "FP32", List.of(-1L, 30L))),
          List.of(new Tensor("label", "INT64", List.of(-1L))),
          Map.of("ai.onnx", 17, "ai.onnx.ml", 3),
          "FP32");
  static final Evaluation EVALUATION =
      new Evaluation("accuracy", 0.97, 0.94, 0.99, 171, "ab".repeat(32));

  final Path directory;
  final Path p256File;
  final Path kekFile;
  final P256PublicKey p256Public;
  final KeyEncryptionKey kek;
  final Path signerFile;
  final Signer signer;

  SealedExample(Path directory) throws IOException, ModelRefused {
    this.directory = directory;
    Path keys = directory.resolve("keys");
    p256File = KeyGeneration.p256Recipient(keys).files().get(0);
    p256Public =
        P256PublicKey.parse(Files.readAllBytes(keys.resolve("recipient.pub.pem")), "recipient");
    kekFile = KeyGeneration.keyEncryptionKey(keys).files().get(0);
    kek = KeyEncryptionKey.parse(Files.readAllBytes(kekFile), "kek");
    signerFile = KeyGeneration.signing(keys).files().get(0);
    signer = Signer.fromPem("tester", Files.readString(keys.resolve("signer.pub.pem"), US_ASCII));
  }

  static byte[] model(int length) {
    byte[] model = new byte[length];
    new Random(length).nextBytes(model);
    return model;
  }

  RecipientKey p256() throws IOException, ModelRefused {
    return RecipientKey.parse(Files.readAllBytes(p256File), "recipient.key.pem");
  }

  SigningKey signingKey() throws IOException, ModelRefused {
    return SigningKey.parse(Files.readAllBytes(signerFile), "signer.key.pem");
  }

  SealRequest request(byte[] model, String name, String version) throws IOException, ModelRefused {
    Path file = Files.write(directory.resolve(name + "-" + version + ".onnx"), model);
    return new SealRequest(
        file,
        name,
        SemVer.parse(version),
        DESCRIPTION,
        Optional.of(new ObjectMapper().readTree("{\"run\":7,\"by\":[\"training\"]}")),
        Optional.of(EVALUATION),
        List.of(p256Public, kek),
        signingKey(),
        directory.resolve(name + "-" + version));
  }

  /** Seals a model and returns its directory. */
  Path seal(byte[] model, String name, String version) throws IOException, ModelRefused {
    SealRequest request = request(model, name, version);
    Sealer.seal(request);
    return request.directory();
  }

  VerifiedModel verify(Path sealed) throws ModelRefused {
    return UnverifiedModel.read(sealed).verify(List.of(signer), Expected.anything());
  }

  byte[] open(Path sealed, RecipientKey key) throws ModelRefused {
    try (UnlockedModel unlocked = verify(sealed).unlock(key);
        OpenedModel opened = unlocked.open()) {
      ByteBuffer plaintext = opened.plaintext();
      byte[] bytes = new byte[plaintext.remaining()];
      plaintext.get(bytes);
      return bytes;
    }
  }
}
