package dev.martello.cli.image;

import dev.martello.cli.Refusal;
import dev.martello.cli.image.content.ImageContent;
import dev.martello.cli.image.content.ImageFile;
import dev.martello.cli.image.content.ImageLayer;
import dev.martello.cli.image.content.ImageSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The image of a sealed model: its four files at {@code /}, one layer each, the bulk first, since
 * the others change more often. Each layer says which file it holds, as CNCF ModelPack has it
 * (model-spec, annotations.md).
 */
final class ModelImage {
  static final List<String> FILES =
      List.of("model.onnx.enc", "manifest.json", "model.key.p7m", "model.sig");

  private ModelImage() {}

  /**
   * Puts the files into layers.
   *
   * @throws Refusal if the directory does not hold exactly the four files
   */
  static ImageContent of(Path directory) throws Refusal, IOException {
    requireExactly(directory);
    var layers =
        FILES.stream()
            .map(
                name ->
                    new ImageLayer(
                        name,
                        List.of(
                            new ImageFile(
                                "/" + name, directory.resolve(name), ImageFile.READ_ONLY)),
                        List.of(),
                        Map.of(ModelPack.FILE_PATH, name)))
            .toList();
    return new ImageContent("martello-model", layers, ImageSettings.ofData(Map.of()));
  }

  static void requireExactly(Path directory) throws Refusal, IOException {
    if (!Files.isDirectory(directory)) {
      throw new Refusal(directory + " is no directory: name the one that 'martello seal' wrote");
    }
    var extra = new TreeSet<String>();
    try (var present = Files.list(directory)) {
      present.forEach(file -> extra.add(file.getFileName().toString()));
    }
    for (var name : FILES) {
      if (!extra.remove(name)) {
        throw new Refusal(
            directory
                + " has no "
                + name
                + ": a sealed model has exactly "
                + FILES
                + "; seal it again");
      }
      if (!Files.isRegularFile(directory.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
        throw new Refusal(
            directory.resolve(name) + " is not a regular file: copy the file itself there");
      }
    }
    if (!extra.isEmpty()) {
      throw new Refusal(
          directory
              + " also holds "
              + extra
              + ": a sealed model has exactly "
              + FILES
              + "; remove the rest");
    }
  }
}
