package dev.martello.cli.image;

import dev.martello.cli.Refusal;
import dev.martello.cli.image.build.Destination;
import dev.martello.cli.image.build.JibBuild;
import dev.martello.cli.image.content.ImageContent;
import java.io.IOException;
import java.io.PrintWriter;

/**
 * Builds an image and prints as last line by what it is known from now on, so that scripts can take
 * it from there.
 */
final class ImageOutput {
  private ImageOutput() {}

  static void write(JibBuild build, ImageContent content, Destination destination, PrintWriter out)
      throws Refusal, IOException, InterruptedException {
    var digest = build.build(content, destination);
    out.println(
        destination instanceof Destination.Registry registry
            ? registry.name() + "@" + digest
            : digest);
    out.flush();
  }
}
