package dev.martello.cli.model;

import dev.martello.sealedmodel.Expected;
import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.Reason;
import dev.martello.sealedmodel.UnverifiedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code martello verify}: whether a signer vouches for every byte of a sealed model. Needs no
 * secret.
 */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description =
        "Checks the signature of a sealed model and that its files are the signed ones. Exit code 0: it holds; 1: it does not.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
public final class VerifyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "The sealed model.")
  private Path directory;

  @Option(
      names = "--public-key",
      required = true,
      paramLabel = "PUB.pem",
      description = "The signer's public key.")
  private Path publicKey;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws Exception {
    var signer = KeyFiles.signer(publicKey);
    var model = UnverifiedModel.read(directory).verify(List.of(signer), Expected.anything());
    // The steps up to here leave the large file to whoever opens it; we have no key and compare its
    // digest.
    if (!RootDigest.of(directory).equals(model.digest())) {
      throw new ModelRefused(
          Reason.CiphertextAltered,
          directory.resolve("model.onnx.enc")
              + " is not the file that was signed; copy the sealed model again");
    }
    var manifest = model.manifest();
    var out = command.commandLine().getOut();
    out.printf("holds: %s %s%n", manifest.name(), manifest.version());
    out.printf("digest %s%n", model.digest());
    out.printf("signer %s%n", signer.keyId());
    out.flush();
    return 0;
  }
}
