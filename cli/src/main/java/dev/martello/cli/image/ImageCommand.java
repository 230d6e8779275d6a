package dev.martello.cli.image;

import picocli.CommandLine.Command;

/**
 * {@code martello image}: builds images from nothing, without Docker and without root; from the
 * same sources, the same digest.
 */
@Command(
    name = "image",
    mixinStandardHelpOptions = true,
    description = "Builds an image and prints its digest as the last line.",
    subcommands = {
      WorkloadCommand.RuntimeImage.class,
      WorkloadCommand.OperatorImage.class,
      ModelImageCommand.class
    })
public final class ImageCommand {}
