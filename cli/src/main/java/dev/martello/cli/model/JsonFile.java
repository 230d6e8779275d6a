package dev.martello.cli.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.martello.cli.Refusal;
import dev.martello.cli.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JSON files that the user gives to go into a manifest. */
final class JsonFile {
  /** As much as a manifest may have. */
  private static final int MAX_BYTES = 1 << 20;

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonFile() {}

  static byte[] read(Path file) throws Refusal, IOException {
    try (var in = Files.newInputStream(file)) {
      var content = in.readNBytes(MAX_BYTES + 1);
      if (content.length > MAX_BYTES) {
        throw new Refusal(file + " is larger than 1 MiB: shorten it");
      }
      return content;
    }
  }

  /** The object in the file; empty if there is no file. */
  static Optional<JsonNode> readObject(@Nullable Path file) throws Refusal, IOException {
    if (file == null) {
      return Optional.empty();
    }
    try {
      var json = STRICT.readTree(read(file));
      if (json == null || !json.isObject()) {
        throw new Refusal(file + " is no JSON object: it must begin with { and end with }");
      }
      return Optional.of(json);
    } catch (JsonProcessingException e) {
      throw new Refusal(
          "%s is not JSON (line %d: %s): correct it"
              .formatted(
                  file,
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                  e.getOriginalMessage()),
          e);
    }
  }

  static String sha256(Path file) throws IOException {
    return "sha256:" + Sha256.of(file);
  }
}
