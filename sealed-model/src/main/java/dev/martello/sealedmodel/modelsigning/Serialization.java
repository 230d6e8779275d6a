package dev.martello.sealedmodel.modelsigning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.json.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * How a directory becomes a list of digests (section 5.2.2).
 *
 * @param shardSize bytes of a shard; empty if each file is hashed whole
 * @param allowSymlinks whether links are followed
 * @param ignorePaths relative paths that are left out, each with all below it
 */
public record Serialization(
    OptionalLong shardSize, boolean allowSymlinks, List<String> ignorePaths) {
  /** As section 6.3.2 proposes. */
  public static final long DEFAULT_SHARD_SIZE = 1_000_000_000;

  /** Left out of every directory (section 6.2). */
  static final List<String> DEFAULT_IGNORED =
      List.of(".git", ".gitattributes", ".github", ".gitignore");

  /** The largest up to which a JSON number is exact. */
  private static final double MOST_SHARD_SIZE = 1L << 53;

  private static final String HASH = "sha256";

  public Serialization {
    ignorePaths = List.copyOf(new TreeSet<>(ignorePaths));
    if (shardSize.isPresent() && shardSize.getAsLong() < 1) {
      throw new IllegalArgumentException("a shard must have 1 byte or more");
    }
    for (String path : ignorePaths) {
      if (!isRelative(path)) {
        throw new IllegalArgumentException(
            "ignored path '" + path + "' must be relative to the directory, without . and ..");
      }
    }
  }

  private static boolean isRelative(String path) {
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return false;
      }
    }
    return true;
  }

  /** Whether a relative name is left out. */
  boolean ignores(String name) {
    return contains(DEFAULT_IGNORED, name) || contains(ignorePaths, name);
  }

  private static boolean contains(List<String> paths, String name) {
    for (String path : paths) {
      if (name.equals(path) || name.startsWith(path + "/")) {
        return true;
      }
    }
    return false;
  }

  /** The same with more paths left out. */
  Serialization alsoIgnoring(List<String> more) {
    List<String> all = new ArrayList<>(ignorePaths);
    all.addAll(more);
    return new Serialization(shardSize, allowSymlinks, all);
  }

  void write(ObjectNode into) {
    into.put("method", shardSize.isPresent() ? "shards" : "files").put("hash_type", HASH);
    shardSize.ifPresent(size -> into.put("shard_size", size));
    into.put("allow_symlinks", allowSymlinks);
    ArrayNode ignored = into.putArray("ignore_paths");
    new TreeSet<>(alsoIgnoring(DEFAULT_IGNORED).ignorePaths()).forEach(ignored::add);
  }

  /** Whether a resource names the hash; the reference client puts the shards' size behind it. */
  boolean names(String algorithm) {
    return algorithm.equals(HASH)
        || (shardSize.isPresent() && algorithm.equals(HASH + "-sharded-" + shardSize.getAsLong()));
  }

  /** The reference client writes the whole number as {@code 300.0}. */
  private static long shardSize(Fields fields) throws ModelRefused {
    double size = fields.number("shard_size");
    if (size != Math.rint(size) || size < 1 || size > MOST_SHARD_SIZE) {
      throw fields.refusal("field 'shard_size' must be a whole number of bytes, 1 or more");
    }
    return (long) size;
  }

  static Serialization parse(Fields fields) throws ModelRefused {
    OptionalLong shardSize = OptionalLong.empty();
    switch (fields.text("method")) {
      case "files" -> {}
      case "shards" -> shardSize = OptionalLong.of(shardSize(fields));
      default -> throw fields.refusal("field 'method' must be \"files\" or \"shards\"");
    }
    if (!fields.text("hash_type").equals(HASH)) {
      throw fields.refusal("field 'hash_type' must be \"sha256\", the one that is read here");
    }
    boolean allowSymlinks = fields.flag("allow_symlinks");
    List<String> ignored = new ArrayList<>();
    if (fields.has("ignore_paths")) {
      for (JsonNode path : fields.list("ignore_paths")) {
        if (!path.isTextual()) {
          throw fields.refusal("field 'ignore_paths' must hold strings only");
        }
        ignored.add(path.textValue());
      }
    }
    fields.nothingElse();
    OptionalLong size = shardSize;
    return fields.checked(() -> new Serialization(size, allowSymlinks, ignored));
  }
}
