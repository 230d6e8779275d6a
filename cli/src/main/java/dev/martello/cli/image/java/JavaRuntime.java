package dev.martello.cli.image.java;

import dev.martello.cli.Refusal;
import dev.martello.cli.Sha256;
import dev.martello.cli.image.Tool;
import dev.martello.cli.image.Trees;
import dev.martello.cli.image.UserCache;
import dev.martello.cli.image.content.ImageFile;
import dev.martello.cli.image.content.ImageLayer;
import dev.martello.cli.image.elf.ElfStrip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The Java of an image: what jlink makes of the JDK that runs us, without what a container never
 * uses.
 */
public record JavaRuntime(Path jdk, UserCache cache) {
  public static final String HOME = "/opt/java";

  /**
   * To be counted up whenever the same JDK and modules should give another tree, since trees are
   * cached.
   */
  private static final String RECIPE = "1";

  private static final String WHAT_TO_DO =
      "run martello with a whole JDK 25, such as Temurin 25 (MARTELLO_JAVA_HOME)";

  /**
   * jrt-fs.jar is for IDEs, jexec for running jars as programs, classlist for making archives,
   * libjsig for foreign signal handlers.
   */
  private static final List<String> UNUSED =
      List.of(
          "bin/keytool",
          "bin/jwebserver",
          "bin/jrunscript",
          "lib/classlist",
          "lib/jexec",
          "lib/jrt-fs.jar",
          "lib/libjsig.so",
          "lib/server/libjsig.so");

  private static final Set<String> EXECUTABLE = Set.of("bin/java", "lib/jspawnhelper");

  /** Of the running process. */
  public static JavaRuntime running(UserCache cache) {
    return new JavaRuntime(Path.of(System.getProperty("java.home")), cache);
  }

  /** The layer with these modules and all that they require. */
  public ImageLayer layer(List<String> modules) throws Refusal, IOException, InterruptedException {
    var tree = tree(modules);
    var files = new ArrayList<ImageFile>();
    for (var file : Trees.files(tree)) {
      var relative = tree.relativize(file).toString();
      int mode = EXECUTABLE.contains(relative) ? ImageFile.EXECUTABLE : ImageFile.PLAIN;
      files.add(new ImageFile(HOME + "/" + relative, file, mode));
    }
    return ImageLayer.ofFiles("java", files);
  }

  /** The same on this host; {@code bin/java} runs. */
  public Path tree(List<String> modules) throws Refusal, IOException, InterruptedException {
    return cache.get("java/" + key(modules), made -> link(modules, made));
  }

  /** Names all that the tree depends on: the JDK, the modules, and how we link. */
  private String key(List<String> modules) throws IOException {
    var release = jdk.resolve("release");
    var identity =
        Files.isRegularFile(release)
            ? Files.readString(release)
            : System.getProperty("java.vm.version");
    return Sha256.of(String.join("\n", RECIPE, jdk.toString(), identity, modules.toString()))
        .substring(0, 20);
  }

  private void link(List<String> modules, Path made)
      throws Refusal, IOException, InterruptedException {
    var jlink = jdk.resolve("bin/jlink");
    if (!Files.isExecutable(jlink)) {
      throw new Refusal(jdk + " has no bin/jlink: " + WHAT_TO_DO);
    }
    // jlink wants to make its directory itself.
    Files.delete(made);
    // Not --strip-debug: it needs objcopy, and what that leaves depends on its version.
    Tool.run(
        jdk,
        List.of(
            jlink.toString(),
            "--add-modules",
            String.join(",", modules),
            "--strip-java-debug-attributes",
            "--no-header-files",
            "--no-man-pages",
            "--compress=zip-0",
            "--vm=server",
            "--output=" + made),
        WHAT_TO_DO);
    for (var unused : UNUSED) {
      Files.deleteIfExists(made.resolve(unused));
    }
    for (var file : Trees.files(made)) {
      if (!Files.isSymbolicLink(file)) {
        ElfStrip.strip(file);
      }
    }
  }
}
