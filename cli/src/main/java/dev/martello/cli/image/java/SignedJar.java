package dev.martello.cli.image.java;

import dev.martello.cli.Refusal;
import dev.martello.cli.Sha256;
import dev.martello.cli.image.JarCopy;
import dev.martello.cli.image.UserCache;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

/**
 * A jar that its publisher signed. Java checks such a signature whenever it starts, every class
 * against a digest: in an image, which is known by its own digest, that proves nothing more, and
 * Bouncy Castle's makes up a sixth of a start's processor time (docs/performance.md).
 */
public record SignedJar(Path jar, UserCache cache) {
  /** Where the JAR file specification has signatures. */
  private static final Pattern SIGNATURE =
      Pattern.compile("META-INF/(SIG-[^/]*|[^/]+\\.(SF|RSA|DSA|EC))", Pattern.CASE_INSENSITIVE);

  /**
   * By which Java, whenever it looks for an algorithm in vain, finds Bouncy Castle and makes its
   * providers whole. We name them where we want them.
   */
  private static final String PROVIDERS = "META-INF/services/java.security.Provider";

  public static boolean is(Path jar) throws IOException {
    try (var zip = new ZipFile(jar.toFile())) {
      return zip.stream().anyMatch(entry -> SIGNATURE.matcher(entry.getName()).matches());
    }
  }

  /**
   * A jar of the same name with the same entries but for the signature, its digests, and the offer
   * of security providers.
   */
  public Path unsigned() throws Refusal, IOException, InterruptedException {
    var name = jar.getFileName().toString();
    var key = "unsigned/3-" + Sha256.of(jar).substring(0, 20);
    return cache.get(key, made -> copy(made.resolve(name))).resolve(name);
  }

  private void copy(Path copy) throws IOException {
    JarCopy.write(
        jar,
        copy,
        name -> !SIGNATURE.matcher(name).matches() && !name.equals(PROVIDERS),
        (name, content) -> name.equals(JarFile.MANIFEST_NAME) ? withoutDigests(content) : content);
  }

  private static byte[] withoutDigests(byte[] content) throws IOException {
    var manifest = new Manifest(new ByteArrayInputStream(content));
    manifest
        .getEntries()
        .values()
        .forEach(
            attributes -> attributes.keySet().removeIf(key -> key.toString().endsWith("-Digest")));
    manifest.getEntries().values().removeIf(attributes -> attributes.isEmpty());
    var out = new ByteArrayOutputStream();
    manifest.write(out);
    return out.toByteArray();
  }
}
