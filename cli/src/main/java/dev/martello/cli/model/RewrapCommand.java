package dev.martello.cli.model;

import dev.martello.cli.Refusal;
import dev.martello.sealedmodel.Expected;
import dev.martello.sealedmodel.Recipient;
import dev.martello.sealedmodel.Rewrapping;
import dev.martello.sealedmodel.SealRecipient;
import dev.martello.sealedmodel.Signer;
import dev.martello.sealedmodel.UnverifiedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code martello rewrap}: other recipients for a sealed model, without touching its bulk. */
@Command(
    name = "rewrap",
    mixinStandardHelpOptions = true,
    description =
        "Adds and drops recipients of a sealed model and signs it anew. The encrypted model stays as it is, so one who was dropped and kept the old wrapped key can still open it; 'martello reseal' is the cure.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
public final class RewrapCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "The sealed model; changed in place.")
  private Path directory;

  @Option(
      names = "--key",
      required = true,
      paramLabel = "KEY",
      description = "The secret key of one who can open it now.")
  private Path key;

  @Option(
      names = "--add",
      paramLabel = "PUB.pem|FILE.kek",
      description = "Who can open it too from now on; may be given several times.")
  private List<Path> added = new ArrayList<>();

  @Option(
      names = "--drop",
      paramLabel = "KEYID",
      description = "Who shall not, as 'martello inspect' shows it; may be given several times.")
  private List<String> dropped = new ArrayList<>();

  @Option(
      names = "--signing-key",
      required = true,
      paramLabel = "KEY.pem",
      description = "The signer's secret key.")
  private Path signingKey;

  @Option(
      names = "--public-key",
      paramLabel = "PUB.pem",
      description = "The public key of who signed it so far; by default that of the signing key.")
  private @Nullable Path publicKey;

  @Option(
      names = "--post-quantum",
      description = "Refuse to add any but ML-KEM-768 and key-encryption keys.")
  private boolean postQuantum;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws Exception {
    if (Files.isRegularFile(directory)) {
      throw new Refusal(
          directory + " is no directory: unpack the tar, rewrap the directory, and pack it again");
    }
    var recipients = new ArrayList<SealRecipient>();
    for (var file : added) {
      var recipient = KeyFiles.recipient(file);
      if (postQuantum) {
        PostQuantum.require(recipient, file);
      }
      recipients.add(recipient);
    }
    try (var signer = KeyFiles.signingKey(signingKey);
        var recipientKey = KeyFiles.recipientKey(key)) {
      var out = command.commandLine().getOut();
      if (Rewrapping.finish(directory)) {
        out.println("an earlier rewrap was interrupted: it is ended, or taken back");
      }
      Signer before =
          publicKey == null ? signer.signer("the signing key") : KeyFiles.signer(publicKey);
      var model = UnverifiedModel.read(directory).verify(List.of(before), Expected.anything());
      var digest =
          new Rewrapping(recipients, Set.copyOf(dropped))
              .apply(model, recipientKey, signer, directory);
      out.println("rewrapped " + directory);
      out.println("digest " + digest);
      for (Recipient one : UnverifiedModel.read(directory).claims().recipients()) {
        out.println("recipient " + one.keyId());
      }
      out.println("signer " + signer.signer("").keyId());
      dropped.forEach(
          id ->
              out.printf(
                  "%s was dropped, but with a copy of the old model.key.p7m it still opens this model.onnx.enc: 'martello reseal' makes another%n",
                  id));
      out.flush();
    }
    return 0;
  }
}
