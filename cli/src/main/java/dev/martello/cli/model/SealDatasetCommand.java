package dev.martello.cli.model;

import dev.martello.cli.Refusal;
import dev.martello.runtime.evaluation.SealedDataset;
import dev.martello.runtime.evaluation.data.DataRefused;
import dev.martello.runtime.evaluation.data.DataSet;
import dev.martello.sealedmodel.ModelDescription;
import dev.martello.sealedmodel.SealRecipient;
import dev.martello.sealedmodel.SealRequest;
import dev.martello.sealedmodel.Sealer;
import dev.martello.sealedmodel.SemVer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code martello seal-dataset}: evaluation data, sealed as a model is. */
@Command(
    name = "seal-dataset",
    description =
        "Seals evaluation data for spec.evaluation: encrypts it for its recipients and signs it. Refuses what could not be read in the cluster.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
public final class SealDatasetCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "DATA",
      description =
          "Records with their right answers in the column or array label: .csv with a line of names, .npy, or .npz. Columns slice:NAME say where a record belongs and are not given to the model.")
  private Path data;

  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "The data's name: lower-case letters, digits, '.', '_', '-'.")
  private String name;

  @Option(
      names = "--version",
      paramLabel = "SEMVER",
      defaultValue = "0.1.0",
      description = "The data's version; default: ${DEFAULT-VALUE}.")
  private String version;

  @Option(
      names = "--recipient",
      required = true,
      paramLabel = "PUB.pem|FILE.kek",
      description = "Who can open it; a key of its own, not the model's.")
  private List<Path> recipients;

  @Option(
      names = "--signing-key",
      required = true,
      paramLabel = "KEY.pem",
      description = "The signer's secret key.")
  private Path signingKey;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The directory to be made; must not exist yet.")
  private Path directory;

  /** Named here and not mixed in, since --version means the data's. */
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.")
  @SuppressWarnings("UnusedVariable") // picocli asks for it
  private boolean help;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws Exception {
    if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      throw new Refusal("--out " + directory + " exists already: name a directory that does not");
    }
    var wanted = version();
    var read = read();
    var sealFor = new ArrayList<SealRecipient>();
    for (var file : recipients) {
      sealFor.add(KeyFiles.recipient(file));
    }
    try (var signer = KeyFiles.signingKey(signingKey)) {
      var digest =
          Sealer.seal(
              new SealRequest(
                  data,
                  name,
                  wanted,
                  describe(read),
                  Optional.empty(),
                  Optional.empty(),
                  sealFor,
                  signer,
                  directory));
      var out = command.commandLine().getOut();
      out.printf("sealed %d rows as %s %s into %s%n", read.rows(), name, wanted, directory);
      out.println("digest " + digest);
      sealFor.forEach(recipient -> out.println("recipient " + recipient.keyId()));
      out.println("signer " + signer.signer("").keyId());
      out.flush();
    }
    return 0;
  }

  private DataSet read() throws Refusal, IOException {
    try {
      return DataSet.read(data, Optional.empty());
    } catch (DataRefused refused) {
      throw new Refusal(String.valueOf(refused.getMessage()), refused);
    }
  }

  private ModelDescription describe(DataSet read) throws Refusal {
    try {
      return SealedDataset.describe(read);
    } catch (IllegalArgumentException e) {
      throw new Refusal(data + ": " + e.getMessage(), e);
    }
  }

  private SemVer version() {
    try {
      return SemVer.parse(version);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--version: " + e.getMessage(), e);
    }
  }
}
