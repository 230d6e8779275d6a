package dev.martello.sealedmodel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Opens a sealed model as a pod does, with nothing but what the pod's image has. */
public final class OpenOnce {
  private OpenOnce() {}

  /** What is done while the plaintext is there. */
  interface Work {
    void run() throws Exception;
  }

  /** Prints the anonymous memory while the plaintext is there, in bytes. */
  public static void main(String[] arguments) throws Exception {
    open(
        Path.of(arguments[0]),
        () ->
            System.out.println(
                Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("RssAnon:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElseThrow()));
  }

  static void open(Path work, Work whileOpen) throws Exception {
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
}
