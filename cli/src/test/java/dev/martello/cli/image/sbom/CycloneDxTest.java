package dev.martello.cli.image.sbom;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.martello.cli.Sha256;
import dev.martello.cli.image.FakeCheckout;
import dev.martello.cli.image.content.ImageContent;
import dev.martello.cli.image.content.ImageFile;
import dev.martello.cli.image.content.ImageLayer;
import dev.martello.cli.image.content.ImageSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CycloneDxTest {
  @TempDir private Path directory;
  private ImageContent content;
  private Path netty;

  @BeforeEach
  void makeImage() throws Exception {
    netty = directory.resolve("netty-common-4.2.jar");
    FakeCheckout.jar(
        netty,
        Map.of(
            "META-INF/maven/io.netty/netty-common/pom.properties",
            "groupId=io.netty\nartifactId=netty-common\nversion=4.2\n",
            "META-INF/maven/org.jctools/jctools-core/pom.properties",
            "groupId=org.jctools\nartifactId=jctools-core\nversion=4.0\n"));
    var onnxRuntime = directory.resolve("onnxruntime-1.28.0.jar");
    FakeCheckout.onnxRuntime(onnxRuntime);
    var control = "Package: libc6\nVersion: 2.36-9+deb12u1\nArchitecture: amd64\n";
    content =
        new ImageContent(
            "martello-runtime",
            List.of(
                ImageLayer.ofFiles(
                    "all",
                    List.of(
                        file("/var/lib/dpkg/status.d/libc6", control),
                        file("/opt/java/release", "JAVA_RUNTIME_VERSION=\"25.0.3+9-LTS\"\n"),
                        file("/opt/java/lib/modules", "modules"),
                        file("/opt/onnxruntime/libonnxruntime.so", "native"),
                        new ImageFile("/opt/martello/lib/netty-common-4.2.jar", netty, 0644),
                        new ImageFile(
                            "/opt/martello/lib/onnxruntime-1.28.0.jar", onnxRuntime, 0644)))),
            ImageSettings.ofData(Map.of()));
  }

  private ImageFile file(String path, String text) throws Exception {
    var source = directory.resolve(path.replace('/', '_'));
    return new ImageFile(path, Files.writeString(source, text), 0644);
  }

  private JsonNode document() throws Exception {
    return new JsonMapper().readTree(CycloneDx.of(content, "sha256:ab"));
  }

  @Test
  void namesTheImageByItsDigest() throws Exception {
    var document = document();
    assertThat(document.path("bomFormat").textValue()).isEqualTo("CycloneDX");
    assertThat(document.path("specVersion").textValue()).isEqualTo("1.6");
    var image = document.path("metadata").path("component");
    assertThat(image.path("name").textValue()).isEqualTo("martello-runtime");
    assertThat(image.path("version").textValue()).isEqualTo("sha256:ab");
  }

  @Test
  void listsJarsJavaOnnxRuntimeAndDebianPackages() throws Exception {
    var components = document().path("components");
    assertThat(StreamSupport.stream(components.spliterator(), false))
        .extracting(each -> each.path("bom-ref").textValue())
        .containsExactlyInAnyOrder(
            "pkg:deb/debian/libc6@2.36-9%2Bdeb12u1?arch=amd64",
            "/opt/java/",
            "/opt/onnxruntime/libonnxruntime.so",
            "pkg:maven/io.netty/netty-common@4.2",
            "pkg:maven/com.microsoft.onnxruntime/onnxruntime@1.28.0");
    for (var each : components) {
      assertThat(each.path("version").textValue()).isNotEmpty();
    }
  }

  @Test
  void saysWhichBytesItMeans() throws Exception {
    for (var each : document().path("components")) {
      if (each.path("name").textValue().equals("netty-common")) {
        assertThat(each.path("hashes").path(0).path("content").textValue())
            .isEqualTo(Sha256.of(netty));
        assertThat(each.path("properties").path(1).path("value").textValue())
            .isEqualTo(Long.toString(Files.size(netty)));
        return;
      }
    }
    throw new AssertionError("netty-common is missing");
  }

  @Test
  void isTheSameForTheSameImage() throws Exception {
    assertThat(CycloneDx.of(content, "sha256:ab")).isEqualTo(CycloneDx.of(content, "sha256:ab"));
  }
}
