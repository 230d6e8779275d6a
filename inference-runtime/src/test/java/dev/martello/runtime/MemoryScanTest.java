package dev.martello.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.martello.runtime.testkit.Keys;
import dev.martello.runtime.testkit.OnnxModels;
import dev.martello.runtime.testkit.ProcessMemory;
import dev.martello.runtime.testkit.ProcessMemory.Found;
import dev.martello.runtime.testkit.ProcessMemory.Wanted;
import dev.martello.runtime.testkit.TestClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cms.CMSAuthEnvelopedData;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.jcajce.JceKeyAgreeAuthEnvelopedRecipient;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What root sees in the memory of a serving process: the weights once, in ONNX Runtime, and none of
 * the secrets that opened them. Linux only, and only for who may read another process's memory.
 */
class MemoryScanTest {
  private static final int WEIGHTS = 2_000_000;
  private static final int WINDOW = 48;

  /** Those of the image (cli: Workload), and the heap of a pod with 384 MiB. */
  private static final List<String> POD_OPTIONS =
      List.of(
          "-XX:-UsePerfData",
          "-XX:MinHeapFreeRatio=0",
          "-XX:MaxHeapFreeRatio=0",
          "-XX:-ShrinkHeapInSteps",
          "-Xms8m",
          "-Xmx96m");

  @TempDir Path directory;

  @Test
  void theWeightsAreThereOnceAndNoSecretIs() throws Exception {
    byte[] onnx = OnnxModels.table(WEIGHTS);
    TestPod pod = new TestPod(directory, onnx);
    ProcessBuilder builder = pod.process(pod.arguments());
    builder.command().addAll(1, POD_OPTIONS);
    Process process =
        builder.redirectErrorStream(true).redirectOutput(directory.resolve("out").toFile()).start();
    try (TestClient kubelet = pod.management(pod.operatorIdentity())) {
      ProcessMemory memory = new ProcessMemory(process.pid());
      MainProcessTest.awaitReady(process, kubelet);
      assumeTrue(
          memory.isReadable(),
          "skipped: only root (CAP_SYS_PTRACE) on Linux reads another process's memory");
      List<Wanted> wanted = new ArrayList<>(secrets(pod));
      List<Wanted> windows = weights(onnx);
      wanted.addAll(windows);
      wanted.add(control(pod));
      Map<String, List<Found>> found = new TreeMap<>();
      for (Found one : memory.find(wanted)) {
        found.computeIfAbsent(one.name(), name -> new ArrayList<>()).add(one);
      }
      for (Wanted window : windows) {
        assertThat(found.get(window.name())).as(window.name()).hasSize(1);
      }
      windows.forEach(window -> found.remove(window.name()));
      assertThat(found.remove("control")).as("what the Java heap surely holds").isNotEmpty();
      assertThat(found).isEmpty();
    } finally {
      process.destroyForcibly();
      process.waitFor();
    }
  }

  /** No secret: the ciphertext's digest, which the verified model keeps as a string. */
  private static Wanted control(TestPod pod) throws Exception {
    byte[] bulk = Files.readAllBytes(pod.root.resolve("model/model.onnx.enc"));
    String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bulk));
    return new Wanted("control", digest.getBytes(StandardCharsets.US_ASCII));
  }

  /** Pieces from all over the file, so that a part that is left behind shows too. */
  private static List<Wanted> weights(byte[] onnx) {
    List<Wanted> windows = new ArrayList<>();
    for (int at = 4096; at + WINDOW < onnx.length; at += 16 * 1024) {
      windows.add(new Wanted("weights at " + at, Arrays.copyOfRange(onnx, at, at + WINDOW)));
    }
    return windows;
  }

  /** Found out with other code than ours: Bouncy Castle's own recipient, the JDK's HKDF. */
  private static List<Wanted> secrets(TestPod pod) throws Exception {
    List<Wanted> secrets = new ArrayList<>();
    byte[] pkcs8 = pod.recipient.getPrivate().getEncoded();
    byte[] scalar =
        HexFormat.of()
            .parseHex("%064x".formatted(((ECPrivateKey) pod.recipient.getPrivate()).getS()));
    secrets.addAll(ProcessMemory.everyOrder("private scalar", scalar));
    String pem = Keys.privatePem(pod.recipient).replaceAll("-----.*-----|\n", "");
    int begin = indexOf(pkcs8, scalar) / 3 * 4 + 4;
    secrets.add(
        new Wanted(
            "private key as PEM",
            pem.substring(begin, begin + 24).getBytes(StandardCharsets.US_ASCII)));

    List<byte[]> contentKeys = new ArrayList<>();
    CMSAuthEnvelopedData cms =
        new CMSAuthEnvelopedData(Files.readAllBytes(pod.root.resolve("model/model.key.p7m")));
    RecipientInformation entry = cms.getRecipientInfos().getRecipients().iterator().next();
    byte[] inputKey =
        entry.getContent(
            new Remembering(pod.recipient.getPrivate(), contentKeys)
                .setProvider(new BouncyCastleProvider()));
    assertThat(inputKey).hasSize(32);
    secrets.addAll(ProcessMemory.everyOrder("input key material", inputKey));
    for (byte[] key : contentKeys) {
      secrets.addAll(ProcessMemory.everyOrder("CMS content-encryption key", key));
    }
    byte[] header = new byte[40];
    try (var in = Files.newInputStream(pod.root.resolve("model/model.onnx.enc"))) {
      assertThat(in.readNBytes(header, 0, 40)).isEqualTo(40);
    }
    byte[] manifest =
        MessageDigest.getInstance("SHA-256")
            .digest(Files.readAllBytes(pod.root.resolve("model/manifest.json")));
    secrets.addAll(
        ProcessMemory.everyOrder(
            "derived key",
            KDF.getInstance("HKDF-SHA256")
                .deriveData(
                    HKDFParameterSpec.ofExtract()
                        .addIKM(inputKey)
                        .addSalt(Arrays.copyOfRange(header, 1, 33))
                        .thenExpand(manifest, 32))));
    return secrets;
  }

  private static int indexOf(byte[] whole, byte[] part) {
    for (int i = 0; i + part.length <= whole.length; i++) {
      if (Arrays.equals(whole, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("the key does not hold its scalar");
  }

  private static final class Remembering extends JceKeyAgreeAuthEnvelopedRecipient {
    private final List<byte[]> keys;

    Remembering(PrivateKey key, List<byte[]> keys) {
      super(key);
      this.keys = keys;
    }

    @Override
    protected Key extractSecretKey(
        AlgorithmIdentifier keyEncryption,
        AlgorithmIdentifier contentEncryption,
        SubjectPublicKeyInfo sender,
        ASN1OctetString userKeyingMaterial,
        byte[] encryptedKey)
        throws CMSException {
      Key key =
          super.extractSecretKey(
              keyEncryption, contentEncryption, sender, userKeyingMaterial, encryptedKey);
      keys.add(key.getEncoded());
      return key;
    }
  }
}
