package dev.martello.cli.image.sbom;

import dev.martello.cli.Sha256;
import dev.martello.cli.image.content.ImageContent;
import dev.martello.cli.image.content.ImageFile;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * Finds the parts of an image by what lies in it: jars, the Java of jlink, ONNX Runtime's libraries
 * and Debian's packages.
 */
final class Components {
  private static final String DEBIAN = "/var/lib/dpkg/status.d/";
  private static final String JAVA = "/opt/java/";
  private static final String ONNX_RUNTIME = "/opt/onnxruntime/";
  private static final Pattern JAR = Pattern.compile("(.+?)-([0-9][^/]*)\\.jar");
  private static final Pattern DESCRIPTOR =
      Pattern.compile("META-INF/maven/[^/]+/[^/]+/pom\\.properties");

  private final List<ImageFile> files;

  private Components(List<ImageFile> files) {
    this.files = files;
  }

  static List<Component> of(ImageContent content) throws IOException {
    return new Components(
            content.layers().stream().flatMap(layer -> layer.files().stream()).toList())
        .all();
  }

  private List<Component> all() throws IOException {
    var all = new ArrayList<Component>();
    for (var file : files) {
      if (file.path().endsWith(".jar")) {
        all.add(jar(file));
      } else if (file.path().endsWith(".jsa")) {
        all.add(single("file", "class-data archive of these jars and this Java", "", "", file));
      } else if (file.path().startsWith(DEBIAN)) {
        all.add(debian(file));
      } else if (file.path().equals(JAVA + "release")) {
        all.add(java(file));
      } else if (file.path().startsWith(ONNX_RUNTIME) && file.path().contains(".so")) {
        all.add(onnxRuntime(file));
      }
    }
    return all;
  }

  private static Component jar(ImageFile file) throws IOException {
    var name = fileName(file.path());
    var matcher = JAR.matcher(name);
    var artifact = matcher.matches() ? matcher.group(1) : name;
    var version = matcher.matches() ? matcher.group(2) : "";
    var purl =
        group(file.source(), artifact)
            .map(group -> "pkg:maven/" + group + "/" + artifact + "@" + version)
            .orElse("");
    return single("library", artifact, version, purl, file);
  }

  /** As Maven wrote it into the jar; not every jar was made by it. */
  private static Optional<String> group(Path jar, String artifact) throws IOException {
    try (var open = new JarFile(jar.toFile())) {
      var entries =
          open.stream().filter(entry -> DESCRIPTOR.matcher(entry.getName()).matches()).toList();
      for (var entry : entries) {
        var properties = new Properties();
        try (var in = open.getInputStream(entry)) {
          properties.load(in);
        }
        if (artifact.equals(properties.getProperty("artifactId"))) {
          return Optional.ofNullable(properties.getProperty("groupId"));
        }
      }
    }
    return artifact.equals("onnxruntime")
        ? Optional.of("com.microsoft.onnxruntime")
        : Optional.empty();
  }

  private Component debian(ImageFile control) throws IOException {
    var fields = new Properties();
    fields.load(new StringReader(Files.readString(control.source())));
    var name = fields.getProperty("Package", fileName(control.path()));
    var version = fields.getProperty("Version", "");
    var purl =
        "pkg:deb/debian/%s@%s?arch=%s"
            .formatted(name, version.replace("+", "%2B"), fields.getProperty("Architecture", ""));
    return new Component("library", name, version, purl, "", control.path(), 0);
  }

  private Component java(ImageFile release) throws IOException {
    var fields = new Properties();
    fields.load(new StringReader(Files.readString(release.source()).replace("\"", "")));
    long bytes = 0;
    for (var file : files) {
      bytes += file.path().startsWith(JAVA) ? Files.size(file.source()) : 0;
    }
    return new Component(
        "platform",
        "OpenJDK",
        fields.getProperty("JAVA_RUNTIME_VERSION", fields.getProperty("JAVA_VERSION", "")),
        "",
        "",
        JAVA,
        bytes);
  }

  private Component onnxRuntime(ImageFile library) throws IOException {
    var version =
        files.stream()
            .map(file -> JAR.matcher(fileName(file.path())))
            .filter(jar -> jar.matches() && jar.group(1).equals("onnxruntime"))
            .map(jar -> jar.group(2))
            .findFirst()
            .orElse("");
    return single("file", "ONNX Runtime: " + fileName(library.path()), version, "", library);
  }

  private static Component single(
      String type, String name, String version, String purl, ImageFile file) throws IOException {
    return new Component(
        type,
        name,
        version,
        purl,
        Sha256.of(file.source()),
        file.path(),
        Files.size(file.source()));
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
