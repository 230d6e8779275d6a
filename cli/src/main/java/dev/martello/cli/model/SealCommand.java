package dev.martello.cli.model;

import dev.martello.cli.Refusal;
import dev.martello.cli.tar.SealedTarget;
import dev.martello.sealedmodel.Evaluation;
import dev.martello.sealedmodel.ModelFormat;
import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.SealRequest;
import dev.martello.sealedmodel.Sealer;
import dev.martello.sealedmodel.UnverifiedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

  @Mixin private NameOptions named;

  @Mixin private ProvenanceOptions provenance;

  @Option(
      names = "--format",
      defaultValue = "onnx",
      paramLabel = "onnx|ort",
      description =
          "ort: converts it to ONNX Runtime's own format, which a pod uses in place: half the memory, loaded at once, wiped at the end (spec.model.memory: strict); matrix products can be slower. The converted model lies in a file of yours alone meanwhile. Default: onnx.")
  private ModelFormat format;

  @Option(
      names = "--evaluation",
      paramLabel = "REPORT.json",
      description = "How well it does: metric, value, lower, upper, rows, datasetSha256.")
  private @Nullable Path evaluation;

  @Mixin private SealingOptions sealing;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR|FILE.tar",
      description =
          "The directory to be made, or the tar file if the name ends in .tar; must not exist yet.")
  private Path directory;

  @Option(
      names = "--ml-bom",
      paramLabel = "FILE.json",
      description =
          "Also write a CycloneDX 1.6 ML-BOM with model card, made from the manifest; must not exist yet.")
  private @Nullable Path mlBom;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws Exception {
    var wanted = named.version();
    var sealFor = sealing.recipients();
    try (var target = SealedTarget.of(directory);
        var signer = sealing.signingKey();
        var plain = ModelToSeal.of(model, format)) {
      var request =
          new SealRequest(
              plain.file(),
              named.name(),
              wanted,
              plain.description(),
              provenance.read(),
              evaluation(),
              sealFor,
              signer,
              target.directory());
      var digest = Sealer.seal(request);
      var manifest = JsonFile.sha256(target.directory().resolve("manifest.json"));
      if (mlBom != null) {
        var claims = UnverifiedModel.read(target.directory()).claims();
        Files.write(mlBom, MlBom.of(claims), StandardOpenOption.CREATE_NEW);
      }
      target.finish();
      var out = command.commandLine().getOut();
      out.printf("sealed %s %s into %s%n", named.name(), wanted, directory);
      out.println("digest " + digest);
      out.println("manifest " + manifest);
      SealingOptions.print(out, sealFor, signer);
    }
    return 0;
  }

  private Optional<Evaluation> evaluation() throws Refusal, ModelRefused, IOException {
    return evaluation == null
        ? Optional.empty()
        : Optional.of(Evaluation.parse(JsonFile.read(evaluation), evaluation.toString()));
  }
}
