package dev.martello.sealedmodel;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import com.sun.management.OperatingSystemMXBean;
import dev.martello.sealedmodel.bulk.BulkDecryption;
import dev.martello.sealedmodel.bulk.BulkEncryption;
import dev.martello.sealedmodel.bulk.DecryptionAlone;
import java.io.BufferedOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Makes what is measured, opens it once as a pod does, or measures in a warm JVM. */
public final class OpeningBench {
  private static final byte[] KEY = new byte[32];
  private static final byte[] ASSOCIATED = new byte[32];

  private interface Work {
    void run() throws Exception;
  }

  private OpeningBench() {}

  public static void main(String[] arguments) throws Exception {
    Path work = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "make" -> make(work, Long.parseLong(arguments[2]));
      case "once" -> once(work);
      case "warm" -> warm(work, Integer.parseInt(arguments[2]));
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void make(Path work, long length) throws Exception {
    Path model = work.resolve("model.onnx");
    SplittableRandom random = new SplittableRandom(4);
    byte[] piece = new byte[1024 * 1024];
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(model))) {
      for (long left = length; left > 0; left -= piece.length) {
        random.nextBytes(piece);
        out.write(piece, 0, (int) Math.min(piece.length, left));
      }
    }
    Path keys = work.resolve("keys");
    KeyGeneration.p256Recipient(keys);
    KeyGeneration.signing(keys);
    try (SigningKey signer =
        SigningKey.parse(Files.readAllBytes(keys.resolve("signer.key.pem")), "signer")) {
      Sealer.seal(
          new SealRequest(
              model,
              "bench",
              SemVer.parse("1.0.0"),
              new ModelDescription(
                  ModelFormat.ONNX,
                  List.of(new Tensor("in", "FP32", List.of(1L))),
                  List.of(new Tensor("out", "FP32", List.of(1L))),
                  Map.of("ai.onnx", 17),
                  "FP32"),
              Optional.empty(),
              Optional.empty(),
              List.of(
                  P256PublicKey.parse(Files.readAllBytes(keys.resolve("recipient.pub.pem")), "r")),
              signer,
              work.resolve("sealed")));
    }
    try (InputStream in = Files.newInputStream(model);
        OutputStream out = Files.newOutputStream(work.resolve("tink"))) {
      BulkEncryption.encrypt(in, length, 64 * 1024, KEY, ASSOCIATED, out);
    }
  }

  private static void open(Path work, Work whileOpen) throws Exception {
    Path keys = work.resolve("keys");
    Signer signer = Signer.fromPem("s", Files.readString(keys.resolve("signer.pub.pem")));
    try (RecipientKey key =
            RecipientKey.parse(Files.readAllBytes(keys.resolve("recipient.key.pem")), "key");
        UnlockedModel unlocked =
            UnverifiedModel.read(work.resolve("sealed"))
                .verify(List.of(signer), Expected.anything())
                .unlock(key);
        OpenedModel opened = unlocked.open()) {
      if (opened.plaintext().remaining() == 0) {
        throw new IllegalStateException();
      }
      whileOpen.run();
    }
  }

  /** Prints the anonymous memory while the plaintext is there, in bytes. */
  private static void once(Path work) throws Exception {
    open(
        work,
        () ->
            System.out.println(
                Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("RssAnon:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElseThrow()));
    Runtime.getRuntime().halt(0);
  }

  private static void warm(Path work, int rounds) throws Exception {
    byte[] plaintext = Files.readAllBytes(work.resolve("model.onnx"));
    byte[] ciphertext = Files.readAllBytes(work.resolve("sealed/model.onnx.enc"));
    AesGcmHkdfStreaming tink = new AesGcmHkdfStreaming(KEY, "HmacSha256", 32, 64 * 1024, 0);
    try (Arena arena = Arena.ofShared()) {
      MemorySegment target = arena.allocate(plaintext.length);
      Map<String, Work> works = new LinkedHashMap<>();
      works.put("floor", () -> floor(ciphertext, plaintext));
      works.put("opening", () -> {});
      works.put("pass", () -> pass(work.resolve("tink"), target));
      works.put(
          "decrypt-1",
          () -> DecryptionAlone.run(work.resolve("tink"), 1, KEY, ASSOCIATED, target));
      works.put(
          "decrypt-2",
          () -> DecryptionAlone.run(work.resolve("tink"), 2, KEY, ASSOCIATED, target));
      works.put("tink", () -> tink(tink, work.resolve("tink"), target));
      Map<String, List<double[]>> times = new LinkedHashMap<>();
      // Small files are opened often enough to reach C2 before anything counts.
      int warmUp = (int) Math.max(3, 1_000_000_000L / plaintext.length);
      for (int round = 0; round < warmUp + rounds; round++) {
        for (Map.Entry<String, Work> one : works.entrySet()) {
          double[] time =
              one.getKey().equals("opening") ? opening(work) : measure(one.getValue());
          if (round >= warmUp) {
            times.computeIfAbsent(one.getKey(), key -> new ArrayList<>()).add(time);
          }
        }
      }
      times.forEach(
          (name, all) -> {
            for (double[] one : all) {
              System.out.printf("%s %.6f %.6f%n", name, one[0], one[1]);
            }
          });
    }
  }

  /** From the directory to the verified plaintext; zeroing and unmapping come after. */
  private static double[] opening(Path work) throws Exception {
    double[] seen = new double[2];
    long cpu = cpu();
    long begin = System.nanoTime();
    open(
        work,
        () -> {
          seen[0] = (System.nanoTime() - begin) / 1e9;
          seen[1] = (cpu() - cpu) / 1e9;
        });
    return seen;
  }

  private static double[] measure(Work work) throws Exception {
    long cpu = cpu();
    long begin = System.nanoTime();
    work.run();
    return new double[] {(System.nanoTime() - begin) / 1e9, (cpu() - cpu) / 1e9};
  }

  private static long cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static void floor(byte[] ciphertext, byte[] plaintext) throws Exception {
    Thread other = Thread.ofPlatform().start(() -> digest(plaintext));
    digest(ciphertext);
    other.join();
  }

  private static void digest(byte[] bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (int at = 0; at < bytes.length; at += 64 * 1024) {
        digest.update(bytes, at, Math.min(64 * 1024, bytes.length - at));
      }
      if (Arrays.equals(digest.digest(), KEY)) {
        throw new IllegalStateException();
      }
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The opener's one pass, into memory that the process has already. */
  private static void pass(Path file, MemorySegment target) throws Exception {
    try (FileChannel in = FileChannel.open(file)) {
      BulkDecryption.decrypt(in, 64 * 1024, KEY, ASSOCIATED, target);
    }
  }

  private static void tink(AesGcmHkdfStreaming tink, Path file, MemorySegment target)
      throws Exception {
    byte[] buffer = new byte[64 * 1024];
    long at = 0;
    try (InputStream in = tink.newDecryptingStream(Files.newInputStream(file), ASSOCIATED)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        MemorySegment.copy(buffer, 0, target, ValueLayout.JAVA_BYTE, at, n);
        at += n;
      }
    }
    if (at != target.byteSize()) {
      throw new IllegalStateException();
    }
  }
}
