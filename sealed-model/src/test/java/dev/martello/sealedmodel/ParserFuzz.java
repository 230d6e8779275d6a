package dev.martello.sealedmodel;

import static org.assertj.core.api.Assertions.fail;

import dev.martello.sealedmodel.bulk.AlteredException;
import dev.martello.sealedmodel.bulk.BulkDecryption;
import dev.martello.sealedmodel.bulk.BulkEncryption;
import dev.martello.sealedmodel.encoding.Hex;
import dev.martello.sealedmodel.signature.Bundle;
import dev.martello.sealedmodel.wrappedkey.Unwrapping;
import dev.martello.sealedmodel.wrappedkey.WrappedKey;
import dev.martello.sealedmodel.wrappedkey.WrappedKeyWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mutates good files from a fixed seed: a parser may answer or refuse, and nothing else. */
public class ParserFuzz {
  private static final int ROUNDS = Integer.getInteger("martello.fuzz.rounds", 1_000);
  private static final byte[][] PIECES = {
    {0x30, (byte) 0x80},
    {0, 0},
    {(byte) 0x84, 0x7f, -1, -1, -1},
    "\"".getBytes(StandardCharsets.UTF_8),
    "{".getBytes(StandardCharsets.UTF_8),
    "[[[[[[[[".getBytes(StandardCharsets.UTF_8),
    "1e999999999".getBytes(StandardCharsets.UTF_8),
    "-1".getBytes(StandardCharsets.UTF_8),
    "null".getBytes(StandardCharsets.UTF_8),
    "\\ud800".getBytes(StandardCharsets.UTF_8),
    {-1, -2},
    "-----BEGIN ".getBytes(StandardCharsets.UTF_8),
    "=".getBytes(StandardCharsets.UTF_8)
  };

  @TempDir Path directory;
  SealedExample example;
  Path sealed;

  /** What is fuzzed. */
  public interface Parser {
    Object parse(byte[] bytes) throws ModelRefused;
  }

  @BeforeEach
  void seal() throws Exception {
    example = new SealedExample(directory);
    sealed = example.seal(SealedExample.model(10), "m", "1.0.0");
  }

  /** A parser that takes {@code good} and must answer or refuse whatever is made of it. */
  public static void fuzz(long seed, byte[] good, Parser parser) throws ModelRefused {
    parser.parse(good);
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] input = mutate(good, random);
      try {
        parser.parse(input);
      } catch (ModelRefused e) {
        continue;
      } catch (RuntimeException | Error e) {
        fail("seed " + seed + ", round " + round + ": " + Hex.of(input), e);
      }
    }
  }

  private static byte[] mutate(byte[] good, Random random) {
    byte[] bytes = good.clone();
    for (int changes = 1 + random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> bytes = Arrays.copyOf(bytes, at);
        case 3 -> bytes = splice(bytes, at, PIECES[random.nextInt(PIECES.length)]);
        default -> {
          int end = at + random.nextInt(bytes.length - at + 1);
          bytes = splice(bytes, random.nextInt(bytes.length), Arrays.copyOfRange(bytes, at, end));
        }
      }
    }
    return bytes;
  }

  private static byte[] splice(byte[] bytes, int at, byte[] piece) {
    byte[] longer = Arrays.copyOf(bytes, bytes.length + piece.length);
    System.arraycopy(bytes, at, longer, at + piece.length, bytes.length - at);
    System.arraycopy(piece, 0, longer, at, piece.length);
    return longer;
  }

  /** What anybody can change of the large file before its key is known to be right. */
  @Test
  void bulk() throws Exception {
    byte[] key = SealedExample.model(32);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BulkEncryption.encrypt(
        new ByteArrayInputStream(SealedExample.model(300)), 300, 100, key, key, out);
    try (Arena arena = Arena.ofShared()) {
      MemorySegment plaintext = arena.allocate(300);
      fuzz(
          13,
          out.toByteArray(),
          bytes -> {
            try {
              return BulkDecryption.decrypt(
                  Channels.newChannel(new ByteArrayInputStream(bytes)), 100, key, key, plaintext);
            } catch (AlteredException e) {
              throw new ModelRefused(Reason.CiphertextAltered, "f", e);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  @Test
  void manifest() throws Exception {
    byte[] good = Files.readAllBytes(sealed.resolve("manifest.json"));
    fuzz(1, good, bytes -> ManifestJson.parse(bytes, "f"));
  }

  @Test
  void bundleAndStatement() throws Exception {
    byte[] good = Files.readAllBytes(sealed.resolve("model.sig"));
    fuzz(2, good, bytes -> Bundle.parse(bytes, "f").statement("f"));
    String payload =
        new String(good, StandardCharsets.UTF_8).replaceAll(".*payload\":\"([^\"]+)\".*", "$1");
    fuzz(
        3,
        java.util.Base64.getDecoder().decode(payload),
        bytes -> {
          String text = java.util.Base64.getEncoder().encodeToString(bytes);
          String bundle = new String(good, StandardCharsets.UTF_8).replace(payload, text);
          return Bundle.parse(bundle.getBytes(StandardCharsets.UTF_8), "f").statement("f");
        });
  }

  @Test
  void wrappedKey() throws Exception {
    byte[] good = Files.readAllBytes(sealed.resolve("model.key.p7m"));
    fuzz(
        4,
        good,
        bytes ->
            WrappedKey.parse(bytes, "f")
                .unwrap(Unwrapping.with(example.kek.keyId(), example.kek.key())));
    try (P256PrivateKey key = (P256PrivateKey) example.p256()) {
      fuzz(
          5,
          good,
          bytes -> WrappedKey.parse(bytes, "f").unwrap(Unwrapping.with(key.keyId(), key.key())));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"RSA_OAEP", "X25519", "ML_KEM_768"})
  void recipientsOfOtherKinds(RecipientKind kind) throws Exception {
    GeneratedKey generated = KeyGeneration.recipient(directory.resolve("more"), kind);
    byte[] secret = Files.readAllBytes(generated.files().getFirst());
    byte[] open = Files.readAllBytes(generated.files().getLast());
    EncodedPublicKey publicKey = (EncodedPublicKey) SealRecipient.parse(open, "f");
    WrappedKeyWriter writer = new WrappedKeyWriter();
    writer.add(publicKey.algorithm(), publicKey.encoded());
    byte[] good = writer.wrap(SealedExample.model(32));
    try (EncodedPrivateKey key = (EncodedPrivateKey) RecipientKey.parse(secret, "f")) {
      fuzz(
          10,
          good,
          bytes -> WrappedKey.parse(bytes, "f").unwrap(Unwrapping.with(key.keyId(), key.key())));
    }
    byte[] pkcs8 = dev.martello.sealedmodel.encoding.Pem.read(secret, "PRIVATE KEY", "f");
    fuzz(
        11,
        pkcs8,
        bytes ->
            RecipientKey.parse(
                dev.martello.sealedmodel.encoding.Pem.write("PRIVATE KEY", bytes), "f"));
    byte[] spki = dev.martello.sealedmodel.encoding.Pem.read(open, "PUBLIC KEY", "f");
    fuzz(
        12,
        spki,
        bytes ->
            SealRecipient.parse(
                dev.martello.sealedmodel.encoding.Pem.write("PUBLIC KEY", bytes), "f"));
  }

  @Test
  void keyFiles() throws Exception {
    fuzz(6, Files.readAllBytes(example.p256File), bytes -> RecipientKey.parse(bytes, "f"));
    fuzz(7, Files.readAllBytes(example.kekFile), bytes -> RecipientKey.parse(bytes, "f"));
    byte[] open = example.signer.pem().getBytes(StandardCharsets.UTF_8);
    fuzz(8, open, bytes -> SealRecipient.parse(bytes, "f"));
    byte[] der = pkcs8();
    fuzz(
        9,
        der,
        bytes ->
            RecipientKey.parse(
                dev.martello.sealedmodel.encoding.Pem.write("PRIVATE KEY", bytes), "f"));
  }

  private byte[] pkcs8() throws Exception {
    return dev.martello.sealedmodel.encoding.Pem.read(
        Files.readAllBytes(example.p256File), "PRIVATE KEY", "f");
  }
}
