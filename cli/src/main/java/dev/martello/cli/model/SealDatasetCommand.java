package dev.martello.cli.model;

import dev.martello.cli.Refusal;
import dev.martello.runtime.evaluation.SealedDataset;
import dev.martello.runtime.evaluation.data.DataRefused;
import dev.martello.runtime.evaluation.data.DataSet;
import dev.martello.sealedmodel.ModelDescription;
import dev.martello.sealedmodel.SealRequest;
import dev.martello.sealedmodel.Sealer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code martello seal-dataset}: evaluation data, sealed as a model is. */
@Command(
    name = "seal-dataset",
    description =
        "Seals evaluation data for spec.evaluation: encrypts it for its recipients and signs it. Refuses what could not be read in the cluster. Give it a recipient of its own, not the model's.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
public final class SealDatasetCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "DATA",
      description =
          "Records with their right answers in the column or array label: .csv with a line of names, .npy, or .npz. Columns slice:NAME say where a record belongs and are not given to the model.")
  private Path data;

  @Mixin private NameOptions named;

  @Mixin private SealingOptions sealing;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The directory to be made; must not exist yet.")
  private Path directory;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws Exception {
    SealingOptions.requireAbsent(directory);
    var wanted = named.version();
    var read = read();
    var sealFor = sealing.recipients();
    try (var signer = sealing.signingKey()) {
      var digest =
          Sealer.seal(
              new SealRequest(
                  data,
                  named.name(),
                  wanted,
                  describe(read),
                  Optional.empty(),
                  Optional.empty(),
                  sealFor,
                  signer,
                  directory));
      var out = command.commandLine().getOut();
      out.printf("sealed %d rows as %s %s into %s%n", read.rows(), named.name(), wanted, directory);
      out.println("digest " + digest);
      SealingOptions.print(out, sealFor, signer);
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
}
