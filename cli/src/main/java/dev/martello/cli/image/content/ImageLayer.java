package dev.martello.cli.image.content;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * One layer of an image. Files and directories are kept sorted by path, so that the order in which
 * a file system lists them never reaches the digest.
 *
 * @param name shown in the image's history
 * @param directories absolute paths of directories that must be there though empty; all others
 *     follow from the files
 * @param annotations of the layer's descriptor in the manifest (OCI image-spec, descriptor.md)
 */
public record ImageLayer(
    String name, List<ImageFile> files, List<String> directories, Map<String, String> annotations) {
  public ImageLayer {
    files = files.stream().sorted(Comparator.comparing(ImageFile::path)).toList();
    directories = directories.stream().sorted().toList();
    annotations = Map.copyOf(annotations);
  }

  public static ImageLayer ofFiles(String name, List<ImageFile> files) {
    return new ImageLayer(name, files, List.of(), Map.of());
  }
}
