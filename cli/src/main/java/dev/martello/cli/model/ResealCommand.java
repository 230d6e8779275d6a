package dev.martello.cli.model;

import dev.martello.cli.tar.SealedInput;
import dev.martello.sealedmodel.Expected;
import dev.martello.sealedmodel.Sealer;
import dev.martello.sealedmodel.Signer;
import dev.martello.sealedmodel.UnverifiedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code martello reseal}: the same model under a new content-encryption key. */
@Command(
    name = "reseal",
    mixinStandardHelpOptions = true,
    description =
        "Opens a sealed model in memory and seals it under a new content key for the recipients that are named, and for nobody else.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
public final class ResealCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "The sealed model; not changed.")
  private Path directory;

  @Option(
      names = "--key",
      required = true,
      paramLabel = "KEY",
      description = "The secret key of one who can open it now.")
  private Path key;

  @Mixin private SealingOptions sealing;

  @Option(
      names = "--public-key",
      paramLabel = "PUB.pem",
      description = "The public key of who signed it so far; by default that of the signing key.")
  private @Nullable Path publicKey;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The directory to be made; must not exist yet.")
  private Path target;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws Exception {
    SealingOptions.requireAbsent(target);
    var sealFor = sealing.recipients();
    try (var input = SealedInput.of(directory);
        var signer = sealing.signingKey();
        var recipientKey = KeyFiles.recipientKey(key)) {
      Signer before =
          publicKey == null ? signer.signer("the signing key") : KeyFiles.signer(publicKey);
      var model =
          UnverifiedModel.read(input.directory()).verify(List.of(before), Expected.anything());
      try (var unlocked = model.unlock(recipientKey);
          var opened = unlocked.open()) {
        var digest = Sealer.reseal(opened, sealFor, signer, target);
        var out = command.commandLine().getOut();
        out.printf(
            "resealed %s %s into %s%n",
            model.manifest().name(), model.manifest().version(), target);
        out.println("digest " + digest);
        SealingOptions.print(out, sealFor, signer);
      }
    }
    return 0;
  }
}
