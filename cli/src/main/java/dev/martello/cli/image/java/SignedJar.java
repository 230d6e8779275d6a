package dev.martello.cli.image.java;

import dev.martello.cli.Refusal;
import dev.martello.cli.Sha256;
import dev.martello.cli.image.UserCache;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

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

  private static final LocalDateTime FIXED_TIME = LocalDateTime.of(2026, 1, 1, 0, 0, 0);

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
    var key = "unsigned/2-" + Sha256.of(jar).substring(0, 20);
    return cache.get(key, made -> copy(made.resolve(name))).resolve(name);
  }

  private void copy(Path copy) throws IOException {
    try (var zip = new ZipFile(jar.toFile());
        var out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(copy)))) {
      var entries =
          zip.stream()
              .filter(entry -> !SIGNATURE.matcher(entry.getName()).matches())
              .filter(entry -> !entry.getName().equals(PROVIDERS))
              .sorted(Comparator.comparing(ZipEntry::getName))
              .toList();
      for (var entry : entries) {
        var copied = new ZipEntry(entry.getName());
        copied.setTimeLocal(FIXED_TIME);
        out.putNextEntry(copied);
        if (entry.getName().equals(JarFile.MANIFEST_NAME)) {
          withoutDigests(zip, entry, out);
        } else {
          zip.getInputStream(entry).transferTo(out);
        }
        out.closeEntry();
      }
    }
  }

  private static void withoutDigests(ZipFile zip, ZipEntry entry, OutputStream out)
      throws IOException {
    var manifest = new Manifest(zip.getInputStream(entry));
    manifest
        .getEntries()
        .values()
        .forEach(
            attributes -> attributes.keySet().removeIf(key -> key.toString().endsWith("-Digest")));
    manifest.getEntries().values().removeIf(attributes -> attributes.isEmpty());
    manifest.write(out);
  }
}
