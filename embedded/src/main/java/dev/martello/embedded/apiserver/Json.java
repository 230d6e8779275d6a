package dev.martello.embedded.apiserver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

/** Reading what a client sent: JSON, or the YAML that apply patches are written in. */
final class Json {
  private static final ObjectMapper JSON = new ObjectMapper();
  // JSON is YAML, and Fabric8 sends JSON as apply-patch+yaml; kubectl sends real YAML.
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private Json() {}

  static JsonNode parse(String text) {
    return parse(JSON, text);
  }

  static JsonNode parseYaml(String text) {
    return text.stripLeading().startsWith("{") ? parse(JSON, text) : parse(YAML, text);
  }

  static ObjectNode object(JsonNode node) {
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw ApiRefusal.badRequest("the body must be one object, not " + node.getNodeType());
  }

  private static JsonNode parse(ObjectMapper mapper, String text) {
    try {
      return mapper.readTree(text);
    } catch (JsonProcessingException e) {
      throw ApiRefusal.badRequest("the body is not readable: " + e.getOriginalMessage());
    }
  }
}
