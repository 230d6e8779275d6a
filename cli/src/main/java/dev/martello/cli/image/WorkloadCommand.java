package dev.martello.cli.image;

import dev.martello.cli.Refusal;
import dev.martello.cli.image.build.BaseImage;
import dev.martello.cli.image.build.Destination;
import dev.martello.cli.image.build.JibBuild;
import dev.martello.cli.image.build.StagedTree;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What {@code image runtime} and {@code image operator} have in common: all but the program. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
abstract sealed class WorkloadCommand implements Callable<Integer> {
  @Mixin private ImageOptions options;
  @Mixin private ImageOptions.Below below;

  @Option(
      names = "--sbom",
      paramLabel = "FILE",
      description = "Write there, as CycloneDX, what the image is made of.")
  private Optional<Path> sbom = Optional.empty();

  @Spec private CommandSpec command;

  private final Workload workload;

  private WorkloadCommand(Workload workload) {
    this.workload = workload;
  }

  @Override
  public Integer call() throws Exception {
    var image = WorkloadImage.here(workload);
    var out = command.commandLine().getOut();
    if (options.destination() instanceof Destination.StagedDirectory staged) {
      StagedTree.write(image.withoutSystem(), staged.directory());
      out.println(staged.directory());
      return 0;
    }
    if (!image.platform().buildsImages()) {
      throw new Refusal(
          "an image is built on Linux on x86-64, this is "
              + image.platform().onnxRuntimeName()
              + ": build it there; --to dir:DIR works here");
    }
    var content =
        switch (below.base()) {
          case BaseImage.Scratch scratch -> image.fromScratch();
          case BaseImage.Pinned pinned -> image.withoutSystem();
        };
    var build = new JibBuild(image.cache(), below.base(), options.insecureRegistry);
    ImageOutput.write(build, content, options.destination(), sbom, out);
    return 0;
  }

  /** {@code martello image runtime}. */
  @Command(
      name = "runtime",
      mixinStandardHelpOptions = true,
      description = "Builds the image that opens a sealed model and serves it.")
  static final class RuntimeImage extends WorkloadCommand {
    RuntimeImage() {
      super(Workload.RUNTIME);
    }
  }

  /** {@code martello image operator}. */
  @Command(
      name = "operator",
      mixinStandardHelpOptions = true,
      description = "Builds the operator's image.")
  static final class OperatorImage extends WorkloadCommand {
    OperatorImage() {
      super(Workload.OPERATOR);
    }
  }
}
