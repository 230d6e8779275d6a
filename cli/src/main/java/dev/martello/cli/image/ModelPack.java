package dev.martello.cli.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.cli.Refusal;
import dev.martello.cli.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A sealed model as a CNCF ModelPack artifact (modelpack/model-spec, v1), in an OCI image layout:
 * each file is a layer as it is, raw. For registries and tools that know models; containerd mounts
 * no such artifact as an image volume today.
 */
record ModelPack(Path sealed, JsonNode says) {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String ARTIFACT = "application/vnd.cncf.model.manifest.v1+json";
  private static final String CONFIG = "application/vnd.cncf.model.config.v1+json";
  private static final String WEIGHT = "application/vnd.cncf.model.weight.v1.raw";
  private static final String WEIGHT_CONFIG = "application/vnd.cncf.model.weight.config.v1.raw";

  /** Where a layer's file belongs. */
  static final String FILE_PATH = "org.cncf.model.filepath";

  private static final JsonMapper JSON = new JsonMapper();

  private record Blob(String mediaType, String digest, long size) {
    ObjectNode descriptor() {
      return JSON.createObjectNode()
          .put("mediaType", mediaType)
          .put("digest", digest)
          .put("size", size);
    }
  }

  /**
   * Reads what the sealed model says of itself; nothing is verified.
   *
   * @throws Refusal if it has no name or version
   */
  static ModelPack of(Path sealed) throws Refusal, IOException {
    JsonNode says = JSON.readTree(Files.readAllBytes(sealed.resolve("manifest.json")));
    if (!says.path("name").isTextual() || !says.path("version").isTextual()) {
      throw new Refusal(
          sealed.resolve("manifest.json") + " names no model and version: seal the model again");
    }
    return new ModelPack(sealed, says);
  }

  /**
   * Fills a directory with the layout.
   *
   * @param layout that is empty
   * @return the manifest's digest, {@code sha256:…}
   */
  String write(Path layout) throws IOException {
    Files.createDirectories(layout.resolve("blobs/sha256"));
    List<Blob> layers = new ArrayList<>();
    ObjectNode manifest =
        JSON.createObjectNode()
            .put("schemaVersion", 2)
            .put("mediaType", MANIFEST)
            .put("artifactType", ARTIFACT);
    ArrayNode described = JSON.createArrayNode();
    for (String name : ModelImage.FILES) {
      Blob layer =
          copy(sealed.resolve(name), name.endsWith(".enc") ? WEIGHT : WEIGHT_CONFIG, layout);
      layers.add(layer);
      ObjectNode descriptor = layer.descriptor();
      descriptor.putObject("annotations").put(FILE_PATH, name);
      described.add(descriptor);
    }
    manifest.set("config", put(config(layers), CONFIG, layout).descriptor());
    manifest.set("layers", described);
    Blob whole = put(manifest, MANIFEST, layout);
    ObjectNode index =
        JSON.createObjectNode()
            .put("schemaVersion", 2)
            .put("mediaType", "application/vnd.oci.image.index.v1+json");
    index.putArray("manifests").add(whole.descriptor().put("artifactType", ARTIFACT));
    Files.write(layout.resolve("index.json"), JSON.writeValueAsBytes(index));
    Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    return whole.digest();
  }

  /** Raw layers are no archives, so a layer's own digest is its diffId. */
  private ObjectNode config(List<Blob> layers) {
    ObjectNode config = JSON.createObjectNode();
    config
        .putObject("descriptor")
        .put("name", says.path("name").textValue())
        .put("version", says.path("version").textValue());
    ObjectNode files = config.putObject("modelfs").put("type", "layers");
    ArrayNode digests = files.putArray("diffIds");
    layers.forEach(layer -> digests.add(layer.digest()));
    ObjectNode model = config.putObject("config").put("format", says.path("format").asText("onnx"));
    if (says.path("precision").isTextual()) {
      model.put("precision", says.path("precision").textValue());
    }
    return config;
  }

  private static Blob copy(Path file, String mediaType, Path layout) throws IOException {
    String digest = Sha256.of(file);
    Path target = blob(layout, digest);
    if (!Files.exists(target)) {
      Files.copy(file, target);
    }
    return new Blob(mediaType, "sha256:" + digest, Files.size(target));
  }

  private static Blob put(ObjectNode json, String mediaType, Path layout) throws IOException {
    Path made = Files.write(layout.resolve("blob"), JSON.writeValueAsBytes(json));
    Blob blob = copy(made, mediaType, layout);
    Files.delete(made);
    return blob;
  }

  private static Path blob(Path layout, String digest) {
    return layout.resolve("blobs/sha256").resolve(digest);
  }
}
