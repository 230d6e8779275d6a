package dev.martello.cli.model;

import dev.martello.cli.Refusal;
import dev.martello.cli.tar.SealedTarget;
import dev.martello.runtime.ModelInspector;
import dev.martello.sealedmodel.Evaluation;
import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.SealRecipient;
import dev.martello.sealedmodel.SealRequest;
import dev.martello.sealedmodel.Sealer;
import dev.martello.sealedmodel.SemVer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code martello seal}: encrypts a model for its recipients, describes it, and signs all of it.
 */
@Command(
    name = "seal",
    description =
        "Seals an ONNX model: encrypts it for its recipients and signs it. Refuses a model that could not be served.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
public final class SealCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL.onnx", description = "The plain model.")
  private Path model;

  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "The model's name: letters, digits, '.', '_', '-'.")
  private String name;

  @Option(
      names = "--version",
      paramLabel = "SEMVER",
      defaultValue = "0.1.0",
      description = "The model's version; default: ${DEFAULT-VALUE}.")
  private String version;

  @Option(
      names = "--provenance",
      paramLabel = "FILE.json",
      description = "Where the model comes from: any JSON object, kept as it is.")
  private @Nullable Path provenance;

  @Option(
      names = "--evaluation",
      paramLabel = "REPORT.json",
      description = "How well it does: metric, value, lower, upper, rows, datasetSha256.")
  private @Nullable Path evaluation;

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

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR|FILE.tar",
      description =
          "The directory to be made, or the tar file if the name ends in .tar; must not exist yet.")
  private Path directory;

  /** Named here and not mixed in, since --version means the model's. */
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.")
  @SuppressWarnings("UnusedVariable") // picocli asks for it
  private boolean help;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws Exception {
    var wanted = version();
    var sealFor = recipients();
    try (var target = SealedTarget.of(directory);
        var signer = KeyFiles.signingKey(signingKey)) {
      var request =
          new SealRequest(
              model,
              name,
              wanted,
              ModelInspector.describe(model),
              JsonFile.readObject(provenance),
              evaluation(),
              sealFor,
              signer,
              target.directory());
      var digest = Sealer.seal(request);
      var manifest = JsonFile.sha256(target.directory().resolve("manifest.json"));
      target.finish();
      var out = command.commandLine().getOut();
      out.printf("sealed %s %s into %s%n", name, wanted, directory);
      out.println("digest " + digest);
      out.println("manifest " + manifest);
      sealFor.forEach(recipient -> out.println("recipient " + recipient.keyId()));
      out.println("signer " + signer.signer("").keyId());
      out.flush();
    }
    return 0;
  }

  private SemVer version() {
    try {
      return SemVer.parse(version);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--version: " + e.getMessage(), e);
    }
  }

  private List<SealRecipient> recipients() throws Refusal, ModelRefused, IOException {
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

  private Optional<Evaluation> evaluation() throws Refusal, ModelRefused, IOException {
    return evaluation == null
        ? Optional.empty()
        : Optional.of(Evaluation.parse(JsonFile.read(evaluation), evaluation.toString()));
  }
}
