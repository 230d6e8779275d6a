package dev.martello.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.martello.cli.image.build.StagedTree;
import dev.martello.cli.image.content.ImageContent;
import dev.martello.cli.image.content.ImageFile;
import dev.martello.cli.image.content.ImageLayer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real jlink, and with jars that are none. */
class WorkloadImageTest {
  @TempDir private static Path temporary;
  private static ProjectJars jars;
  private static UserCache cache;

  @BeforeAll
  static void makeCheckout() throws Exception {
    jars = new ProjectJars(FakeCheckout.in(temporary.resolve("checkout")).home());
    cache = new UserCache(temporary.resolve("cache"));
  }

  private static WorkloadImage image(Workload workload) {
    return new WorkloadImage(workload, jars, cache, new Platform("linux", "x64"));
  }

  @Test
  void theRuntimesLayersGoFromLeastToMostChanging() throws Exception {
    var content = image(Workload.RUNTIME).withoutSystem();
    assertThat(content.layers())
        .extracting(ImageLayer::name)
        .containsExactly("java", "onnxruntime", "martello");
    assertThat(content.layers().getLast().directories())
        .containsExactly(
            "/martello",
            "/martello/client-ca",
            "/martello/dataset",
            "/martello/dataset-key",
            "/martello/key",
            "/martello/model",
            "/martello/reference",
            "/martello/reference-key",
            "/martello/settings",
            "/martello/tls");
    assertThat(content.settings().environment()).containsEntry("ORT_DISABLE_TELEMETRY", "1");
    assertThat(content.settings().user()).isEqualTo("65532:65532");
    assertThat(content.settings().entrypoint())
        .startsWith("/opt/java/bin/java", "-XX:+UseSerialGC")
        .contains(
            "-XX:+DisableAttachMechanism",
            "-XX:-CreateCoredumpOnCrash",
            "-Djava.io.tmpdir=/dev/shm")
        .contains("-Donnxruntime.native.path=/opt/onnxruntime")
        .endsWith(
            "-cp",
            "/opt/martello/lib/inference-runtime-1.jar:/opt/martello/lib/netty-4.jar:/opt/martello/lib/onnxruntime-1.28.0.jar",
            "dev.martello.runtime.Main")
        .noneMatch(option -> option.contains("TieredStopAtLevel"));
  }

  @Test
  void classesThatTheProgramCannotReachAreLeftOut() throws Exception {
    var files = image(Workload.RUNTIME).withoutSystem().layers().getLast().files();
    assertThat(files)
        .extracting(ImageFile::path)
        .containsExactly(
            "/opt/martello/classes.jsa",
            "/opt/martello/lib/inference-runtime-1.jar",
            "/opt/martello/lib/netty-4.jar",
            "/opt/martello/lib/onnxruntime-1.28.0.jar");
    assertThat(entries(files.get(2).source())).containsExactly("io/netty/Used.class");
    // Native code finds these by their names.
    assertThat(entries(files.get(3).source()))
        .containsExactly("ThirdPartyNotices.txt", "ai/onnxruntime/OrtSession.class");
  }

  private static List<String> entries(Path jar) throws IOException {
    try (var zip = new ZipFile(jar.toFile())) {
      return zip.stream().map(ZipEntry::getName).toList();
    }
  }

  @Test
  void theClassArchiveIsUsedWhereverTheTreeLies() throws Exception {
    var content = image(Workload.RUNTIME).withoutSystem();
    for (var name : List.of("here", "and/there")) {
      var tree = temporary.resolve(name);
      StagedTree.write(content, tree);
      assertThat(started(tree, "-Xshare:on")).doesNotContain("rror");
    }
    // A jar that is not the one that it was made from: Java says so.
    var jar = temporary.resolve("here/opt/martello/lib/netty-4.jar");
    Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
    assertThat(started(temporary.resolve("here"), "-Xshare:on")).contains("rror");
  }

  /** What Java says of starting a program that is not there, but for that. */
  private static String started(Path tree, String option) throws Exception {
    List<String> command = new ArrayList<>();
    for (String part :
        new JsonMapper()
            .readValue(
                tree.resolve("entrypoint.json").toFile(), new TypeReference<List<String>>() {})) {
      command.add(part.replace("${root}", tree.toString()));
    }
    command.add(1, option);
    command.set(command.size() - 1, "-version");
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  @Test
  void theOperatorHasNoInferenceEngine() throws Exception {
    var content =
        image(
                new Workload(
                    "operator", "Main", List.of("java.base"), List.of(), List.of("ca"), false))
            .withoutSystem();
    assertThat(content.name()).isEqualTo("martello-operator");
    assertThat(content.layers()).extracting(ImageLayer::name).containsExactly("java", "martello");
    assertThat(content.settings().environment()).isEmpty();
  }

  @Test
  void onlyWhatIsRunIsExecutableAndNothingIsThereThatRunsOthers() throws Exception {
    var java = image(Workload.RUNTIME).withoutSystem().layers().getFirst();
    assertThat(java.files())
        .filteredOn(file -> file.mode() != ImageFile.PLAIN)
        .extracting(ImageFile::path)
        .containsExactly("/opt/java/bin/java", "/opt/java/lib/jspawnhelper");
    assertThat(java.files())
        .extracting(ImageFile::path)
        .contains("/opt/java/legal/java.base/LICENSE")
        .doesNotContain("/opt/java/bin/keytool");
  }

  @Test
  void aStagedTreeRunsOnThisHost() throws Exception {
    var content = image(Workload.RUNTIME).withoutSystem();
    var tree = temporary.resolve("tree");
    StagedTree.write(content, tree);
    StagedTree.write(content, tree); // in the place of the earlier one

    assertThat(tree.resolve("martello/model")).isEmptyDirectory();
    assertThat(tree.resolve("opt/onnxruntime/libonnxruntime.so")).hasContent("runtime linux-x64");
    var entrypoint =
        new JsonMapper()
            .readValue(
                tree.resolve("entrypoint.json").toFile(), new TypeReference<List<String>>() {});
    assertThat(entrypoint.getFirst()).isEqualTo("${root}/opt/java/bin/java");
    assertThat(entrypoint).contains("-Donnxruntime.native.path=${root}/opt/onnxruntime");
    assertThat(entrypoint.get(entrypoint.indexOf("-cp") + 1))
        .isEqualTo(
            "${root}/opt/martello/lib/inference-runtime-1.jar:${root}/opt/martello/lib/netty-4.jar:${root}/opt/martello/lib/onnxruntime-1.28.0.jar");

    var java = entrypoint.getFirst().replace("${root}", tree.toString());
    var process = new ProcessBuilder(java, "-version").redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("25");
  }

  @Test
  void theSameJavaAndArchiveComeOfTwoLinkings() throws Exception {
    var one = files(image(Workload.RUNTIME).withoutSystem());
    var other =
        new WorkloadImage(
                Workload.RUNTIME,
                jars,
                new UserCache(temporary.resolve("other")),
                new Platform("linux", "x64"))
            .withoutSystem();
    assertThat(files(other)).hasSameSizeAs(one);
    for (int i = 0; i < one.size(); i++) {
      assertThat(files(other).get(i).path()).isEqualTo(one.get(i).path());
      assertThat(Files.mismatch(files(other).get(i).source(), one.get(i).source()))
          .as(one.get(i).path())
          .isEqualTo(-1);
    }
  }

  private static List<ImageFile> files(ImageContent content) {
    return content.layers().stream().flatMap(layer -> layer.files().stream()).toList();
  }
}
