package dev.martello.cli.image;

import dev.martello.cli.image.build.BaseImage;
import dev.martello.cli.image.build.Destination;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that all image commands share. */
@SuppressWarnings("NullAway.Init") // picocli sets what is required before anything is asked of us
final class ImageOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  private Destination destination;

  boolean insecureRegistry;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "DESTINATION",
      description =
          "Where the image goes: tar:FILE, oci:DIR (an OCI layout), dir:DIR (only the files, to be run on this host) or REGISTRY/NAME[:TAG].")
  void to(String text) {
    try {
      destination = Destination.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--to: " + e.getMessage(), e);
    }
  }

  @Option(
      names = "--insecure-registry",
      description =
          "Talk to the registry by plain HTTP, or without checking its certificate, if HTTPS does not work.")
  void insecure(boolean allowed) {
    insecureRegistry = allowed;
  }

  Destination destination() {
    return destination;
  }

  /** Of a program's image: what it is laid over. */
  static final class Below {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    private BaseImage base = new BaseImage.Scratch();

    @Option(
        names = "--base",
        paramLabel = "IMAGE@sha256:…",
        description =
            "Take the system libraries from this image, such as a distroless one, instead of from pinned Debian packages.")
    void base(String reference) {
      try {
        base = BaseImage.parse(reference);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(command.commandLine(), "--base: " + e.getMessage(), e);
      }
    }

    @Option(
        names = "--arch",
        description = "Only amd64 can be built so far, and only on such a machine.")
    void arch(String name) {
      if (!name.equals("amd64")) {
        throw new ParameterException(
            command.commandLine(), "--arch: '" + name + "' can't be built yet, only amd64");
      }
    }

    BaseImage base() {
      return base;
    }
  }
}
