package dev.martello.cli.image.content;

import java.util.List;

/**
 * A whole image: its layers, the least changing first, and its settings.
 *
 * @param name short, such as {@code martello-runtime}; names the image in a tar file or OCI layout
 */
public record ImageContent(String name, List<ImageLayer> layers, ImageSettings settings) {
  public ImageContent {
    layers = List.copyOf(layers);
  }

  /** Whether a layer is annotated. */
  public boolean annotated() {
    return layers.stream().anyMatch(layer -> !layer.annotations().isEmpty());
  }
}
