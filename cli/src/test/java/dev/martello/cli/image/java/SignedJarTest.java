package dev.martello.cli.image.java;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.cli.image.FakeCheckout;
import dev.martello.cli.image.UserCache;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignedJarTest {
  @TempDir private Path temporary;
  private Path signed;

  @BeforeEach
  void makeJar() throws Exception {
    signed = temporary.resolve("provider-1.jar");
    FakeCheckout.jar(
        signed,
        Map.of(
            "META-INF/MANIFEST.MF",
            "Manifest-Version: 1.0\r\nMulti-Release: true\r\n\r\n"
                + "Name: a/A.class\r\nSHA-256-Digest: AAAA\r\n\r\n"
                + "Name: b/\r\nSealed: true\r\nSHA-256-Digest: BBBB\r\n\r\n",
            "META-INF/KEY.SF",
            "Signature-Version: 1.0\r\n\r\n",
            "META-INF/KEY.RSA",
            "signature",
            "META-INF/LICENSE",
            "free",
            "META-INF/services/java.security.Provider",
            "a.A",
            "a/A.class",
            "class"));
  }

  private Path unsigned(String cache) throws Exception {
    return new SignedJar(signed, new UserCache(temporary.resolve(cache))).unsigned();
  }

  @Test
  void onlySignatureDigestsAndProvidersAreGone() throws Exception {
    try (var jar = new JarFile(unsigned("cache").toFile())) {
      assertThat(jar.stream().map(ZipEntry::getName))
          .containsExactly("META-INF/LICENSE", "META-INF/MANIFEST.MF", "a/A.class");
      assertThat(jar.getInputStream(jar.getEntry("a/A.class")))
          .hasBinaryContent("class".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      var manifest = jar.getManifest();
      assertThat(manifest.getMainAttributes().getValue("Multi-Release")).isEqualTo("true");
      assertThat(manifest.getEntries()).containsOnlyKeys("b/");
      assertThat(manifest.getAttributes("b/").getValue("Sealed")).isEqualTo("true");
      assertThat(manifest.getAttributes("b/")).hasSize(1);
    }
  }

  @Test
  void itIsTheSameBytesEachTime() throws Exception {
    assertThat(unsigned("one"))
        .hasFileName("provider-1.jar")
        .hasSameBinaryContentAs(unsigned("two"));
  }

  @Test
  void aJarWithoutSignatureIsLeftAlone() throws Exception {
    assertThat(SignedJar.is(signed)).isTrue();
    assertThat(SignedJar.is(unsigned("cache"))).isFalse();
    try (var zip = new ZipFile(signed.toFile())) {
      assertThat(zip.getEntry("META-INF/KEY.SF")).isNotNull();
    }
  }
}
