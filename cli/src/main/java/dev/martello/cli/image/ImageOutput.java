package dev.martello.cli.image;

import dev.martello.cli.Refusal;
import dev.martello.cli.image.build.Destination;
import dev.martello.cli.image.build.JibBuild;
import dev.martello.cli.image.content.ImageContent;
import dev.martello.cli.image.sbom.CycloneDx;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Builds an image and prints as last line by what it is known from now on, so that scripts can take
 * it from there.
 */
final class ImageOutput {
  private ImageOutput() {}

  static void write(JibBuild build, ImageContent content, Destination destination, PrintWriter out)
      throws Refusal, IOException, InterruptedException {
    write(build, content, destination, Optional.empty(), out);
  }

  /**
   * The same, and a list of what the image is made of.
   *
   * @param sbom the list's file
   */
  static void write(
      JibBuild build,
      ImageContent content,
      Destination destination,
      Optional<Path> sbom,
      PrintWriter out)
      throws Refusal, IOException, InterruptedException {
    var digest = build.build(content, destination);
    if (sbom.isPresent()) {
      Files.write(sbom.get(), CycloneDx.of(content, digest));
    }
    out.println(
        destination instanceof Destination.Registry registry
            ? registry.name() + "@" + digest
            : digest);
    out.flush();
  }
}
