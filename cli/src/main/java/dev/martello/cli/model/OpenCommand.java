package dev.martello.cli.model;

import dev.martello.cli.tar.SealedInput;
import dev.martello.sealedmodel.Expected;
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
 * {@code martello open}: gives back the plain model, for the rare case that somebody needs it as a
 * file.
 */
@Command(
    name = "open",
    mixinStandardHelpOptions = true,
    description = "Verifies and decrypts a sealed model into a new file that only you can read.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
public final class OpenCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR|TAR", description = "The sealed model.")
  private Path directory;

  @Option(
      names = "--key",
      required = true,
      paramLabel = "KEY",
      description = "The recipient's secret key.")
  private Path key;

  @Option(
      names = "--public-key",
      required = true,
      paramLabel = "PUB.pem",
      description = "The signer's public key.")
  private Path publicKey;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The file to be made; never overwritten.")
  private Path file;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws Exception {
    var target = new PlainModelFile(file);
    target.require();
    var signer = KeyFiles.signer(publicKey);
    try (var input = SealedInput.of(directory);
        var recipientKey = KeyFiles.recipientKey(key);
        var unlocked =
            UnverifiedModel.read(input.directory())
                .verify(List.of(signer), Expected.anything())
                .unlock(recipientKey);
        var opened = unlocked.open()) {
      var plaintext = opened.plaintext();
      int length = plaintext.remaining();
      target.write(plaintext);
      var out = command.commandLine().getOut();
      out.printf(
          "wrote %s (%,d bytes, readable by you alone): delete it as soon as you can%n",
          file, length);
      out.flush();
    }
    return 0;
  }
}
