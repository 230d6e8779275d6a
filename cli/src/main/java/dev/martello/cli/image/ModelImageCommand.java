package dev.martello.cli.image;

import dev.martello.cli.Refusal;
import dev.martello.cli.image.build.BaseImage;
import dev.martello.cli.image.build.Destination;
import dev.martello.cli.image.build.JibBuild;
import dev.martello.cli.image.build.NewDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code martello image model}: a sealed model as an image that Kubernetes mounts as a volume.
 * Needs no key.
 */
@Command(
    name = "model",
    mixinStandardHelpOptions = true,
    description =
        "Puts a sealed model into an image, to be mounted as an image volume. Needs no key.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
final class ModelImageCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "DIR",
      description = "The sealed model: the directory that 'martello seal' wrote.")
  private Path directory;

  @Option(
      names = "--modelpack",
      description =
          "Write a CNCF ModelPack artifact instead, into an OCI layout (oci:DIR). For registries and tools that know models; containerd mounts none as a volume today.")
  private boolean modelPack;

  @Mixin private ImageOptions options;
  @Spec private CommandSpec command;

  @Override
  public Integer call() throws Exception {
    if (options.destination() instanceof Destination.StagedDirectory) {
      throw new ParameterException(
          command.commandLine(),
          "--to: a sealed model is a directory already; dir: is for programs");
    }
    if (modelPack) {
      writeModelPack();
      return 0;
    }
    var cache = UserCache.of(System.getenv(), Path.of(System.getProperty("user.home")));
    var build = new JibBuild(cache, new BaseImage.Scratch(), options.insecureRegistry);
    ImageOutput.write(
        build, ModelImage.of(directory), options.destination(), command.commandLine().getOut());
    return 0;
  }

  private void writeModelPack() throws Refusal, IOException {
    if (!(options.destination() instanceof Destination.OciDirectory oci)) {
      throw new ParameterException(
          command.commandLine(), "--modelpack writes an OCI layout only: give --to oci:DIR");
    }
    ModelImage.requireExactly(directory);
    var pack = ModelPack.of(directory);
    var digest = new AtomicReference<String>();
    NewDirectory.replace(oci.directory(), "oci-layout", made -> digest.set(pack.write(made)));
    var out = command.commandLine().getOut();
    out.println(digest.get());
    out.flush();
  }
}
