package dev.martello.sealedmodel.signature;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What is signed: an in-toto Statement v1 with the predicate of Model Signing v1.0, section 5.
 *
 * @param resources the signed files, sorted by name
 */
public record Statement(List<Resource> resources) {
  private static final String TYPE = "https://in-toto.io/Statement/v1";
  private static final String PREDICATE_TYPE = "https://model_signing/signature/v1.0";
  private static final String HASH = "sha256";

  public Statement {
    // Our names are ASCII, where UTF-16 order is the code point order that the specification asks
    // for.
    resources = resources.stream().sorted(Comparator.comparing(Resource::name)).toList();
  }

  /**
   * The digest over all files, section 6.5.1: SHA-256 of the files' raw digests in order.
   *
   * @return 64 hex digits
   */
  public String rootDigest() {
    MessageDigest root = Sha256.start();
    resources.forEach(resource -> root.update(Hex.bytes(resource.sha256())));
    return Hex.of(root.digest());
  }

  /**
   * The payload to sign.
   *
   * @param subject name of the directory; says nothing
   */
  public byte[] payload(String subject) {
    ObjectNode statement = JsonNodeFactory.instance.objectNode();
    statement.put("_type", TYPE);
    ObjectNode named = statement.putArray("subject").addObject().put("name", subject);
    named.putObject("digest").put(HASH, rootDigest());
    statement.put("predicateType", PREDICATE_TYPE);
    ObjectNode predicate = statement.putObject("predicate");
    ObjectNode serialization = predicate.putObject("serialization");
    serialization.put("method", "files").put("hash_type", HASH).put("allow_symlinks", false);
    serialization.putArray("ignore_paths");
    ArrayNode list = predicate.putArray("resources");
    for (Resource resource : resources) {
      ObjectNode entry = list.addObject();
      entry.put("name", resource.name()).put("algorithm", HASH).put("digest", resource.sha256());
    }
    return statement.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a payload; to be called only after its signature was found to hold, or to show it.
   *
   * @throws ModelRefused if it is not such a statement over files by SHA-256
   */
  static Statement parse(byte[] payload, Document document) throws ModelRefused {
    Fields statement = document.read(payload);
    statement.constant("_type", TYPE);
    statement.constant("predicateType", PREDICATE_TYPE);
    String root = subject(statement);
    Fields predicate = statement.object("predicate");
    statement.nothingElse();
    serialization(predicate.object("serialization"));
    List<Resource> resources = new ArrayList<>();
    for (Fields entry : predicate.objects("resources")) {
      // Section 5.2.1: fields of a resource that we don't know must be ignored.
      entry.constant("algorithm", HASH);
      resources.add(new Resource(entry.text("name"), digest(entry, "digest")));
    }
    predicate.nothingElse();
    Statement read = new Statement(resources);
    if (!read.resources().equals(resources)) {
      throw predicate.refusal("resources are not sorted by name");
    }
    if (!read.rootDigest().equals(root)) {
      throw statement.refusal("the subject's digest is not that of the resources");
    }
    return read;
  }

  private static String subject(Fields statement) throws ModelRefused {
    List<Fields> subjects = statement.objects("subject");
    if (subjects.size() != 1) {
      throw statement.refusal("field 'subject' must hold exactly one subject");
    }
    Fields subject = subjects.getFirst();
    if (subject.text("name").isEmpty()) {
      throw subject.refusal("field 'name' must not be empty");
    }
    return digest(subject.object("digest"), HASH);
  }

  private static void serialization(Fields serialization) throws ModelRefused {
    serialization.constant("method", "files");
    serialization.constant("hash_type", HASH);
    // Our four files are read by name, through symbolic links too, as a ConfigMap is full of them.
    serialization.flag("allow_symlinks");
    if (serialization.has("ignore_paths")) {
      for (JsonNode path : serialization.list("ignore_paths")) {
        if (!path.isTextual()) {
          throw serialization.refusal("field 'ignore_paths' must hold strings only");
        }
      }
    }
    serialization.nothingElse();
  }

  private static String digest(Fields fields, String field) throws ModelRefused {
    String digest = fields.text(field);
    if (!Hex.isSha256(digest)) {
      throw fields.refusal("field '" + field + "' must be 64 lower-case hex digits");
    }
    return digest;
  }
}
