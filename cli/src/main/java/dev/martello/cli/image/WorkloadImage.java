package dev.martello.cli.image;

import dev.martello.cli.Refusal;
import dev.martello.cli.image.classes.ClassArchive;
import dev.martello.cli.image.classes.TrimmedJars;
import dev.martello.cli.image.content.ImageContent;
import dev.martello.cli.image.content.ImageFile;
import dev.martello.cli.image.content.ImageLayer;
import dev.martello.cli.image.content.ImageSettings;
import dev.martello.cli.image.debian.SystemLibraries;
import dev.martello.cli.image.java.JavaRuntime;
import dev.martello.cli.image.java.SignedJar;
import dev.martello.cli.image.onnx.OnnxRuntimeJar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Puts together what the image of a {@link Workload} consists of, from the jars of the checkout and
 * the Java that runs us.
 */
public record WorkloadImage(
    Workload workload, ProjectJars jars, UserCache cache, Platform platform) {
  private static final String LIBRARIES = "/opt/martello/lib";
  private static final String ARCHIVE = "/opt/martello/classes.jsa";

  /** Without system libraries: to be laid over a base image, or to be run on this host. */
  public ImageContent withoutSystem() throws Refusal, IOException, InterruptedException {
    var layers = new ArrayList<ImageLayer>();
    var java = JavaRuntime.running(cache);
    layers.add(java.layer(workload.javaModules()));
    var used = new ArrayList<Path>();
    var calledFromNative = new ArrayList<Path>();
    for (var jar : jars.of(workload.module())) {
      if (workload.inference() && OnnxRuntimeJar.is(jar)) {
        var onnxRuntime = new OnnxRuntimeJar(jar, cache);
        layers.add(onnxRuntime.layer(platform.onnxRuntimeName()));
        calledFromNative.add(onnxRuntime.classes());
        used.add(onnxRuntime.classes());
      } else {
        used.add(SignedJar.is(jar) ? new SignedJar(jar, cache).unsigned() : jar);
      }
    }
    if (!workload.inference()) {
      return content(layers, placed(used), Optional.empty());
    }
    var trimmed = new TrimmedJars(used, workload.mainClass(), calledFromNative, cache).trimmed();
    var archive =
        new ClassArchive(java.tree(workload.javaModules()), workload.options(), trimmed, cache);
    return content(
        layers,
        placed(trimmed),
        Optional.of(new ImageFile(ARCHIVE, archive.file(), ImageFile.PLAIN)));
  }

  private static List<ImageFile> placed(List<Path> jars) {
    return jars.stream()
        .map(jar -> new ImageFile(LIBRARIES + "/" + jar.getFileName(), jar, ImageFile.PLAIN))
        .toList();
  }

  private ImageContent content(
      List<ImageLayer> below, List<ImageFile> classPath, Optional<ImageFile> archive) {
    var files = new ArrayList<>(classPath);
    archive.ifPresent(files::add);
    var layers = new ArrayList<>(below);
    layers.add(new ImageLayer("martello", files, directories(), Map.of()));
    return new ImageContent(workload.imageName(), layers, settings(classPath, archive.isPresent()));
  }

  /** With all that it needs, over nothing. */
  public ImageContent fromScratch() throws Refusal, IOException, InterruptedException {
    var above = withoutSystem();
    var layers = new ArrayList<ImageLayer>();
    layers.add(new SystemLibraries(cache).layer(above.layers()));
    layers.addAll(above.layers());
    return new ImageContent(above.name(), layers, above.settings());
  }

  private List<String> directories() {
    var all = new ArrayList<>(List.of(Workload.WORKING_DIRECTORY));
    workload.directories().forEach(name -> all.add(Workload.WORKING_DIRECTORY + "/" + name));
    return all;
  }

  private ImageSettings settings(List<ImageFile> classPath, boolean archived) {
    return new ImageSettings(
        entrypoint(classPath, archived),
        workload.inference() ? Map.of("ORT_DISABLE_TELEMETRY", "1") : Map.of(),
        Workload.USER,
        Workload.WORKING_DIRECTORY,
        Map.of(
            "org.opencontainers.image.title",
            workload.imageName(),
            "org.opencontainers.image.licenses",
            "Apache-2.0"));
  }

  private List<String> entrypoint(List<ImageFile> classPath, boolean archived) {
    var command = new ArrayList<>(List.of(JavaRuntime.HOME + "/bin/java"));
    command.addAll(workload.options());
    if (archived) {
      command.add("-XX:SharedArchiveFile=" + ARCHIVE);
    }
    if (platform.onLinux()) {
      // The root file system is read-only, and ONNX Runtime insists on making a (then empty)
      // directory somewhere.
      command.add("-Djava.io.tmpdir=/dev/shm");
    }
    if (workload.inference()) {
      command.add("-Donnxruntime.native.path=" + OnnxRuntimeJar.HOME);
    }
    command.add("-cp");
    command.add(classPath.stream().map(ImageFile::path).collect(Collectors.joining(":")));
    command.add(workload.mainClass());
    return List.copyOf(command);
  }

  /**
   * For the command line: of the checkout, the user and the host that the process finds itself in.
   */
  public static WorkloadImage here(Workload workload) throws Refusal {
    var properties = System.getProperties();
    var cache = UserCache.of(System.getenv(), Path.of(System.getProperty("user.home")));
    return new WorkloadImage(
        workload, ProjectJars.ofLauncher(properties), cache, Platform.of(properties));
  }
}
