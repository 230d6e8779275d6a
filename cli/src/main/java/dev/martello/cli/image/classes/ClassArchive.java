package dev.martello.cli.image.classes;

import dev.martello.cli.Refusal;
import dev.martello.cli.Sha256;
import dev.martello.cli.image.Tool;
import dev.martello.cli.image.Trees;
import dev.martello.cli.image.UserCache;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Java's class-data archive (AppCDS) of a program: its classes as they lie in memory, so that a
 * start need not read, check and lay out each. Which classes is a committed list, so the same Java
 * and jars give the same bytes. Java checks size and time of every jar against the archive, and
 * does without it when they differ.
 *
 * @param java the image's own Java, a tree
 * @param options of the command that will use it
 * @param jars its class path, in its order
 */
public record ClassArchive(Path java, List<String> options, List<Path> jars, UserCache cache) {
  /** When every file of an image was changed last, as Jib writes it. */
  public static final FileTime IMAGE_TIME = FileTime.from(Instant.ofEpochSecond(1));

  private static final String FILE = "classes.jsa";
  private static final String LIST = "runtime.classlist";
  private static final String RECIPE = "1";

  /** The archive; lies in an image in any folder, the jars all in one. */
  public Path file() throws Refusal, IOException, InterruptedException {
    byte[] list = list();
    StringBuilder key = new StringBuilder(RECIPE).append(java).append(options);
    key.append(Sha256.of(new String(list, StandardCharsets.UTF_8)));
    for (Path jar : jars) {
      key.append('\n').append(jar.getFileName()).append(Sha256.of(jar));
    }
    return cache
        .get("archive/" + Sha256.of(key.toString()).substring(0, 20), made -> dump(made, list))
        .resolve(FILE);
  }

  private void dump(Path made, byte[] list) throws Refusal, IOException, InterruptedException {
    // The archive knows the class path: relative, it is the same wherever it was made.
    Path staged = Files.createDirectories(made.resolve("staged/lib"));
    for (Path jar : jars) {
      Path copy = Files.copy(jar, staged.resolve(jar.getFileName()));
      Files.setLastModifiedTime(copy, IMAGE_TIME);
    }
    Path names = Files.write(made.resolve("staged/list"), list);
    List<String> command = new ArrayList<>();
    command.add(java.resolve("bin/java").toString());
    command.addAll(options);
    // Only G1 lays out objects; the archive serves other collectors too.
    command.removeIf(option -> option.matches("-XX:\\+Use.*GC"));
    command.addAll(
        List.of(
            "-XX:+UseG1GC",
            "-Xmx128m",
            "-Xshare:dump",
            "-XX:SharedClassListFile=" + names,
            "-XX:SharedArchiveFile=" + made.resolve(FILE),
            "-cp",
            jars.stream().map(jar -> "lib/" + jar.getFileName()).collect(Collectors.joining(":"))));
    Tool.run(made.resolve("staged"), command, "run martello with another JDK 25");
    Trees.delete(made.resolve("staged"));
  }

  private static byte[] list() throws IOException {
    try (var in = ClassArchive.class.getResourceAsStream(LIST)) {
      if (in == null) {
        throw new IllegalStateException(LIST + " is not in our jar");
      }
      return in.readAllBytes();
    }
  }
}
