package dev.martello.cli.image.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** An OCI layout, read independently of what wrote it. */
public record OciImage(Path layout) {
  private static final JsonMapper JSON = new JsonMapper();

  /** An entry of a layer. */
  public record Entry(
      String name, int mode, long uid, long gid, long seconds, boolean file, String content) {}

  public String digest() throws IOException {
    return index().at("/manifests/0/digest").asText();
  }

  private JsonNode index() throws IOException {
    return JSON.readTree(layout.resolve("index.json").toFile());
  }

  public JsonNode manifest() throws IOException {
    return JSON.readTree(blob(digest()).toFile());
  }

  public JsonNode config() throws IOException {
    return JSON.readTree(blob(manifest().at("/config/digest").asText()).toFile());
  }

  private Path blob(String digest) {
    return layout.resolve("blobs/sha256").resolve(digest.substring("sha256:".length()));
  }

  public List<List<Entry>> layers() throws IOException {
    var layers = new ArrayList<List<Entry>>();
    for (var layer : manifest().path("layers")) {
      layers.add(entries(blob(layer.path("digest").asText())));
    }
    return layers;
  }

  private static List<Entry> entries(Path blob) {
    var entries = new ArrayList<Entry>();
    try (var tar = new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(blob)))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        entries.add(
            new Entry(
                entry.getName(),
                entry.getMode() & 07777,
                entry.getLongUserId(),
                entry.getLongGroupId(),
                entry.getLastModifiedTime().toMillis() / 1000,
                entry.isFile(),
                new String(tar.readAllBytes(), java.nio.charset.StandardCharsets.ISO_8859_1)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entries;
  }
}
