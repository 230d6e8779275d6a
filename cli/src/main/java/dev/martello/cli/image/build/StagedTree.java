package dev.martello.cli.image.build;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.martello.cli.Refusal;
import dev.martello.cli.image.classes.ClassArchive;
import dev.martello.cli.image.content.ImageContent;
import dev.martello.cli.image.content.ImageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The files of an image as a plain tree, for running them on this host: needs no root, no registry,
 * no system libraries. Beside them lies {@code entrypoint.json}, the image's command as a list of
 * strings, in which <code>${root}</code> stands for the directory.
 */
public final class StagedTree {
  public static final String ENTRYPOINT = "entrypoint.json";

  private static final PosixFilePermission[] LOWEST_BIT_FIRST = {
    PosixFilePermission.OTHERS_EXECUTE,
    PosixFilePermission.OTHERS_WRITE,
    PosixFilePermission.OTHERS_READ,
    PosixFilePermission.GROUP_EXECUTE,
    PosixFilePermission.GROUP_WRITE,
    PosixFilePermission.GROUP_READ,
    PosixFilePermission.OWNER_EXECUTE,
    PosixFilePermission.OWNER_WRITE,
    PosixFilePermission.OWNER_READ
  };

  private StagedTree() {}

  /**
   * Writes the tree, in the place of an earlier one if there is one.
   *
   * @throws Refusal if the directory holds something else
   */
  public static void write(ImageContent content, Path directory) throws Refusal, IOException {
    NewDirectory.replace(
        directory,
        ENTRYPOINT,
        made -> {
          for (var layer : content.layers()) {
            for (var empty : layer.directories()) {
              Files.createDirectories(below(made, empty));
            }
            for (var file : layer.files()) {
              copy(file, below(made, file.path()));
            }
          }
          Files.writeString(made.resolve(ENTRYPOINT), entrypoint(content.settings().entrypoint()));
        });
  }

  private static Path below(Path root, String path) {
    return root.resolve(path.substring(1));
  }

  private static void copy(ImageFile file, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try (var in = Files.newInputStream(file.source())) {
      Files.copy(in, to);
    }
    Files.setPosixFilePermissions(to, permissions(file.mode()));
    Files.setLastModifiedTime(to, ClassArchive.IMAGE_TIME);
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    var permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int bit = 0; bit < LOWEST_BIT_FIRST.length; bit++) {
      if ((mode & 1 << bit) != 0) {
        permissions.add(LOWEST_BIT_FIRST[bit]);
      }
    }
    return permissions;
  }

  private static String entrypoint(List<String> command) throws IOException {
    var relocated =
        command.stream().map(argument -> argument.replace("/opt/", "${root}/opt/")).toList();
    return new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(relocated) + "\n";
  }
}
