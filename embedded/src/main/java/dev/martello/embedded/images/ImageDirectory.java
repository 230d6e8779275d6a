package dev.martello.embedded.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** A directory of OCI image layouts (image-spec v1.1), one a subdirectory, read by digest. */
public final class ImageDirectory {
  private static final Pattern DIGEST = Pattern.compile("@(sha256:[0-9a-f]{64})$");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path layouts;

  public ImageDirectory(Path layouts) {
    this.layouts = layouts;
  }

  /**
   * Unpacks all layers of an image, the lowest first.
   *
   * @param reference must end in {@code @sha256:...}; name and registry are not looked at
   * @throws ImageUnreadable if no layout has it or a blob is not what its digest says
   */
  public void unpack(String reference, Path into) throws ImageUnreadable, IOException {
    Matcher digest = DIGEST.matcher(reference);
    if (!digest.find()) {
      throw new ImageUnreadable(
          "image \"" + reference + "\" is named without a digest; add @sha256:...");
    }
    Path layout = layoutOf(digest.group(1), reference);
    JsonNode manifest = JSON.readTree(blob(layout, digest.group(1)).toFile());
    if (manifest.has("manifests")) {
      // An index of several platforms: a model is the same on all, so the first one does.
      manifest = JSON.readTree(blob(layout, manifest.at("/manifests/0/digest").asText()).toFile());
    }
    for (JsonNode layer : manifest.path("layers")) {
      Path content = blob(layout, layer.path("digest").asText());
      try (InputStream tar = uncompressed(content, layer.path("mediaType").asText())) {
        new LayerTar(tar).unpack(into);
      }
    }
  }

  private Path layoutOf(String digest, String reference) throws ImageUnreadable, IOException {
    if (Files.isDirectory(layouts)) {
      try (Stream<Path> candidates = Files.list(layouts)) {
        List<Path> found =
            candidates.filter(layout -> Files.isRegularFile(path(layout, digest))).toList();
        if (!found.isEmpty()) {
          return found.getFirst();
        }
      }
    }
    throw new ImageUnreadable("image \"" + reference + "\": not found");
  }

  private static Path blob(Path layout, String digest) throws ImageUnreadable, IOException {
    if (!digest.matches("sha256:[0-9a-f]{64}")) {
      throw new ImageUnreadable("the image names a blob by \"" + digest + "\", not by sha256");
    }
    Path path = path(layout, digest);
    if (!Files.isRegularFile(path)) {
      throw new ImageUnreadable("blob " + digest + " of the image is missing");
    }
    if (!digest.equals("sha256:" + sha256(path))) {
      throw new ImageUnreadable("blob " + digest + " of the image holds other bytes");
    }
    return path;
  }

  private static Path path(Path layout, String digest) {
    return layout.resolve("blobs").resolve(digest.replace(':', '/'));
  }

  private static InputStream uncompressed(Path content, String mediaType)
      throws ImageUnreadable, IOException {
    if (mediaType.endsWith("gzip")) {
      return new GZIPInputStream(Files.newInputStream(content));
    }
    if (mediaType.endsWith("tar")) {
      return new BufferedInputStream(Files.newInputStream(content));
    }
    throw new ImageUnreadable(
        "layer of type \"" + mediaType + "\"; only tar and tar+gzip are read");
  }

  private static String sha256(Path content) throws IOException {
    try (DigestInputStream in =
        new DigestInputStream(
            Files.newInputStream(content), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
