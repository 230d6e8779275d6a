package dev.martello.cli.image.build;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.tools.jib.image.json.ManifestTemplate;
import dev.martello.cli.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An OCI image manifest whose layers are annotated, which Jib's own cannot be (OCI image-spec,
 * manifest.md).
 *
 * @param json as it is stored and pushed
 */
record AnnotatedManifest(@JsonValue JsonNode json) implements ManifestTemplate {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String INDEX = "index.json";

  /** The only manifest of a layout. */
  static AnnotatedManifest read(Path layout) throws IOException {
    var index = JSON.readTree(layout.resolve(INDEX).toFile());
    var digest = index.at("/manifests/0/digest").textValue();
    return new AnnotatedManifest(JSON.readTree(OciLayout.blob(layout, digest).toFile()));
  }

  /**
   * Puts annotations on the layers of the only manifest of a layout, and it in the old one's place.
   *
   * @param annotations of each layer, in the order of the layers
   * @return the new manifest's digest, {@code sha256:…}
   */
  static String annotate(Path layout, List<Map<String, String>> annotations) throws IOException {
    var index = JSON.readTree(layout.resolve(INDEX).toFile());
    var descriptor = (ObjectNode) index.at("/manifests/0");
    var old = OciLayout.blob(layout, descriptor.get("digest").textValue());
    var manifest = JSON.readTree(old.toFile());
    var layers = manifest.get("layers");
    if (layers.size() != annotations.size()) {
      throw new IllegalStateException(layers.size() + " layers, not " + annotations.size());
    }
    for (int i = 0; i < layers.size(); i++) {
      if (!annotations.get(i).isEmpty()) {
        var said = ((ObjectNode) layers.get(i)).putObject("annotations");
        new TreeMap<>(annotations.get(i)).forEach(said::put);
      }
    }
    Files.delete(old);
    var text = JSON.writeValueAsString(manifest);
    var digest = "sha256:" + Sha256.of(text);
    var file = Files.writeString(OciLayout.blob(layout, digest), text);
    descriptor.put("digest", digest).put("size", Files.size(file));
    Files.write(layout.resolve(INDEX), JSON.writeValueAsBytes(index));
    return digest;
  }

  @Override
  public int getSchemaVersion() {
    return json.get("schemaVersion").intValue();
  }

  @Override
  public String getManifestMediaType() {
    return json.get("mediaType").textValue();
  }

  /** The digests of configuration and layers. */
  List<String> blobs() {
    return Stream.concat(Stream.of(json.get("config")), json.get("layers").valueStream())
        .map(descriptor -> descriptor.get("digest").textValue())
        .toList();
  }
}
