package dev.martello.sealedmodel.modelsigning;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.encoding.Hex;
import dev.martello.sealedmodel.encoding.Sha256;
import dev.martello.sealedmodel.json.Document;
import dev.martello.sealedmodel.json.Fields;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The in-toto statement over a directory (section 5).
 *
 * @param resources names and SHA-256 in hex, in the statement's order
 */
record DirectoryStatement(Serialization serialization, Map<String, String> resources) {
  private static final String TYPE = "https://in-toto.io/Statement/v1";
  private static final String PREDICATE_TYPE = "https://model_signing/signature/v1.0";

  /** Code points and UTF-8 bytes have the same order; Java's own is that of UTF-16. */
  private static final Comparator<String> BY_CODE_POINT =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  static DirectoryStatement sorted(Serialization serialization, Map<String, String> resources) {
    Map<String, String> sorted = new LinkedHashMap<>();
    resources.keySet().stream()
        .sorted(BY_CODE_POINT)
        .forEach(name -> sorted.put(name, resources.getOrDefault(name, "")));
    return new DirectoryStatement(serialization, sorted);
  }

  /** Section 6.5.1. */
  String rootDigest() {
    MessageDigest root = Sha256.start();
    resources.values().forEach(digest -> root.update(Hex.bytes(digest)));
    return Hex.of(root.digest());
  }

  byte[] payload(String subject) {
    ObjectNode statement = JsonNodeFactory.instance.objectNode();
    statement.put("_type", TYPE);
    ObjectNode named = statement.putArray("subject").addObject().put("name", subject);
    named.putObject("digest").put("sha256", rootDigest());
    statement.put("predicateType", PREDICATE_TYPE);
    ObjectNode predicate = statement.putObject("predicate");
    serialization.write(predicate.putObject("serialization"));
    ArrayNode list = predicate.putArray("resources");
    resources.forEach(
        (name, digest) ->
            list.addObject().put("name", name).put("algorithm", "sha256").put("digest", digest));
    return statement.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a payload whose signature was found to hold. The order of the resources is taken as it
   * is: the reference client sorts by path components, not by code points.
   */
  static DirectoryStatement parse(byte[] payload, Document document) throws ModelRefused {
    Fields statement = document.read(payload);
    statement.constant("_type", TYPE);
    statement.constant("predicateType", PREDICATE_TYPE);
    List<Fields> subjects = statement.objects("subject");
    if (subjects.size() != 1 || subjects.getFirst().text("name").isEmpty()) {
      throw statement.refusal("field 'subject' must hold exactly one subject with a name");
    }
    String root = subjects.getFirst().object("digest").text("sha256");
    Fields predicate = statement.object("predicate");
    Serialization serialization = Serialization.parse(predicate.object("serialization"));
    Map<String, String> resources = new LinkedHashMap<>();
    for (Fields entry : predicate.objects("resources")) {
      if (!serialization.names(entry.text("algorithm"))) {
        throw entry.refusal("field 'algorithm' must be \"sha256\", as field 'hash_type' is");
      }
      String digest = entry.text("digest");
      if (!Hex.isSha256(digest)) {
        throw entry.refusal("field 'digest' must be 64 lower-case hex digits");
      }
      if (resources.put(entry.text("name"), digest) != null) {
        throw entry.refusal("field 'name' has a value that was there before");
      }
    }
    if (resources.isEmpty()) {
      throw predicate.refusal("field 'resources' must not be empty");
    }
    DirectoryStatement read = new DirectoryStatement(serialization, resources);
    if (!read.rootDigest().equals(root)) {
      throw statement.refusal("the subject's digest is not that of the resources");
    }
    return read;
  }
}
