package dev.martello.cli.image.sbom;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.cli.image.content.ImageContent;
import java.io.IOException;

/**
 * Writes what an image is made of as a CycloneDX 1.6 document: the same bytes for the same image,
 * so without a time and a serial number.
 */
public final class CycloneDx {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private CycloneDx() {}

  /**
   * The document.
   *
   * @param digest by which the image is known, {@code sha256:…}
   */
  public static byte[] of(ImageContent content, String digest) throws IOException {
    var document = MAPPER.createObjectNode();
    document.put("bomFormat", "CycloneDX").put("specVersion", "1.6").put("version", 1);
    document
        .putObject("metadata")
        .putObject("component")
        .put("type", "container")
        .put("bom-ref", "image")
        .put("name", content.name())
        .put("version", digest);
    var components = document.putArray("components");
    for (var component : Components.of(content)) {
      write(component, components.addObject());
    }
    return MAPPER.writeValueAsBytes(document);
  }

  private static void write(Component component, ObjectNode into) {
    into.put("type", component.type()).put("bom-ref", component.reference());
    into.put("name", component.name()).put("version", component.version());
    if (!component.sha256().isEmpty()) {
      into.putArray("hashes").addObject().put("alg", "SHA-256").put("content", component.sha256());
    }
    if (!component.purl().isEmpty()) {
      into.put("purl", component.purl());
    }
    var properties = into.putArray("properties");
    properties.addObject().put("name", "martello:path").put("value", component.path());
    if (component.bytes() > 0) {
      properties
          .addObject()
          .put("name", "martello:bytes")
          .put("value", Long.toString(component.bytes()));
    }
  }
}
