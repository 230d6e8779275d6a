package dev.martello.cli.image.onnx;

import dev.martello.cli.Refusal;
import dev.martello.cli.Sha256;
import dev.martello.cli.image.JarCopy;
import dev.martello.cli.image.UserCache;
import dev.martello.cli.image.content.ImageFile;
import dev.martello.cli.image.content.ImageLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * ONNX Runtime's jar, which carries the native code of four platforms. An image gets the libraries
 * of its own as files, so that nothing is unpacked when it starts, and a jar with the classes
 * alone.
 */
public record OnnxRuntimeJar(Path jar, UserCache cache) {
  public static final String HOME = "/opt/onnxruntime";

  private static final String NATIVE = "ai/onnxruntime/native/";

  public static boolean is(Path jar) {
    return jar.getFileName().toString().matches("onnxruntime-[0-9].*\\.jar");
  }

  /**
   * The layer with the libraries and the notices of the platform.
   *
   * @param platform as ONNX Runtime names it, such as {@code linux-x64}
   */
  public ImageLayer layer(String platform) throws Refusal, IOException, InterruptedException {
    var tree = cache.get(key(platform), made -> unpack(platform, made));
    var files = new ArrayList<ImageFile>();
    try (var unpacked = Files.list(tree)) {
      unpacked.forEach(
          file -> files.add(new ImageFile(HOME + "/" + file.getFileName(), file, ImageFile.PLAIN)));
    }
    return ImageLayer.ofFiles("onnxruntime", files);
  }

  /**
   * A jar of the same name without native code; its bytes depend on nothing but the jar's entries.
   */
  public Path classes() throws Refusal, IOException, InterruptedException {
    var tree =
        cache.get(
            key("classes-2"),
            made ->
                JarCopy.write(
                    jar, made.resolve(jar.getFileName()), name -> !name.startsWith(NATIVE)));
    return tree.resolve(jar.getFileName().toString());
  }

  private String key(String part) throws IOException {
    return "onnxruntime/" + Sha256.of(jar).substring(0, 20) + "-" + part;
  }

  private void unpack(String platform, Path made) throws Refusal, IOException {
    try (var zip = new ZipFile(jar.toFile())) {
      int libraries = 0;
      for (var entry : entries(zip)) {
        var name = entry.getName();
        var file = name.substring(name.lastIndexOf('/') + 1);
        // A library lies directly in its platform's folder; below that is only macOS's debug
        // information.
        boolean library = name.equals(NATIVE + platform + "/" + file);
        if (library || file.equals("ThirdPartyNotices.txt")) {
          Files.write(made.resolve(file), zip.getInputStream(entry).readAllBytes());
          libraries += library ? 1 : 0;
        }
      }
      if (libraries == 0) {
        throw new Refusal(
            jar.getFileName()
                + " has no native code for "
                + platform
                + ": use a machine of another kind");
      }
    }
  }

  private static List<? extends ZipEntry> entries(ZipFile zip) {
    return zip.stream()
        .filter(entry -> !entry.isDirectory())
        .sorted(Comparator.comparing(ZipEntry::getName))
        .toList();
  }
}
