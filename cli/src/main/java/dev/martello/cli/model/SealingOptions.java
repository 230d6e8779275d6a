package dev.martello.cli.model;

import dev.martello.cli.Refusal;
import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.SealRecipient;
import dev.martello.sealedmodel.SigningKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** For whom something is sealed, and by whom. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
final class SealingOptions {
  @Option(
      names = "--recipient",
      required = true,
      paramLabel = "PUB.pem|FILE.kek",
      description = "Who can open it; may be given several times, any one of them can.")
  private List<Path> recipients;

  @Option(
      names = "--post-quantum",
      description =
          "Refuse every recipient but ML-KEM-768 and key-encryption keys: recipients are alternatives, so one classical key would undo the others.")
  private boolean postQuantum;

  @Option(
      names = "--signing-key",
      required = true,
      paramLabel = "KEY.pem",
      description = "The signer's secret key.")
  private Path signingKey;

  List<SealRecipient> recipients() throws Refusal, ModelRefused, IOException {
    var keys = new ArrayList<SealRecipient>();
    for (var file : recipients) {
      var key = KeyFiles.recipient(file);
      if (postQuantum) {
        PostQuantum.require(key, file);
      }
      keys.add(key);
    }
    return keys;
  }

  SigningKey signingKey() throws Refusal, ModelRefused, IOException {
    return KeyFiles.signingKey(signingKey);
  }

  static void requireAbsent(Path out) throws Refusal {
    if (Files.exists(out, LinkOption.NOFOLLOW_LINKS)) {
      throw new Refusal("--out " + out + " exists already: name a directory that does not");
    }
  }

  /** The lines about who can open it and who signed it. */
  static void print(PrintWriter out, List<SealRecipient> recipients, SigningKey signer) {
    recipients.forEach(recipient -> out.println("recipient " + recipient.keyId()));
    out.println("signer " + signer.signer("").keyId());
    out.flush();
  }
}
