package dev.martello.sealedmodel;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import com.sun.management.OperatingSystemMXBean;
import dev.martello.sealedmodel.bulk.BulkDecryption;
import dev.martello.sealedmodel.bulk.BulkEncryption;
import dev.martello.sealedmodel.bulk.DecryptionAlone;
import dev.martello.sealedmodel.memory.SecretMemory;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Makes what is measured, or measures one thing in a warm JVM. */
public final class OpeningBench {
  private static final byte[] KEY = new byte[32];
  private static final byte[] ASSOCIATED = new byte[32];

  private interface Work {
    void run() throws Exception;
  }

  private interface Measured {
    double[] run() throws Exception;
  }

  private OpeningBench() {}

  public static void main(String[] arguments) throws Exception {
    Path work = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "make" -> make(work, Long.parseLong(arguments[2]));
      case "warm" -> warm(work, arguments[2], Integer.parseInt(arguments[3]));
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

  /** In a process of its own, so that no other's profile spoils what C2 makes of it. */
  private static void warm(Path work, String name, int rounds) throws Exception {
    long length = Files.size(work.resolve("model.onnx"));
    AesGcmHkdfStreaming tink = new AesGcmHkdfStreaming(KEY, "HmacSha256", 32, 64 * 1024, 0);
    try (Arena arena = Arena.ofShared()) {
      MemorySegment target = arena.allocate(length);
      Path file = work.resolve("tink");
      Measured measured =
          switch (name) {
            case "floor" -> floor(work);
            case "opening" -> () -> opening(work);
            case "pass" -> () -> measure(() -> pass(file, target));
            case "decrypt-1" ->
                () -> measure(() -> DecryptionAlone.run(file, 1, KEY, ASSOCIATED, target));
            case "decrypt-2" ->
                () -> measure(() -> DecryptionAlone.run(file, 2, KEY, ASSOCIATED, target));
            case "tink" -> () -> measure(() -> tink(tink, file, target));
            case "memory" -> () -> memory(length);
            default -> throw new IllegalArgumentException(name);
          };
      // Often enough that C2 is done before anything counts.
      int warmUp = (int) Math.max(6, 1_000_000_000L / length);
      for (int round = 0; round < warmUp + rounds; round++) {
        double[] time = measured.run();
        if (round >= warmUp) {
          System.out.printf("%s %.6f %.6f%n", name, time[0], time[1]);
        }
      }
    }
  }

  /** From the directory to the verified plaintext; zeroing and unmapping come after. */
  private static double[] opening(Path work) throws Exception {
    double[] seen = new double[2];
    long cpu = cpu();
    long begin = System.nanoTime();
    OpenOnce.open(
        work,
        () -> {
          seen[0] = (System.nanoTime() - begin) / 1e9;
          seen[1] = (cpu() - cpu) / 1e9;
        });
    return seen;
  }

  /** What the system takes to make the pages that the opener's plaintext lies in. */
  private static double[] memory(long bytes) throws Exception {
    long cpu = cpu();
    long begin = System.nanoTime();
    try (SecretMemory memory = SecretMemory.allocate(bytes)) {
      for (long at = 0; at < bytes; at += 4096) {
        memory.content().set(ValueLayout.JAVA_BYTE, at, (byte) 1);
      }
      return new double[] {(System.nanoTime() - begin) / 1e9, (cpu() - cpu) / 1e9};
    }
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

  private static Measured floor(Path work) throws Exception {
    byte[] plaintext = Files.readAllBytes(work.resolve("model.onnx"));
    byte[] ciphertext = Files.readAllBytes(work.resolve("sealed/model.onnx.enc"));
    return () -> measure(() -> floor(ciphertext, plaintext));
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
