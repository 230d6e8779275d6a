package dev.martello.cli.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.martello.cli.Refusal;
import dev.martello.operator.audit.AuditHead;
import dev.martello.operator.audit.AuditHeadFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of heads: ConfigMaps as kubectl prints them in JSON, or bare heads, one after the other.
 */
final class HeadFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private HeadFile() {}

  static List<AuditHead> read(Path file) throws Refusal, IOException {
    List<AuditHead> heads = new ArrayList<>();
    try (MappingIterator<JsonNode> values =
        JSON.readerFor(JsonNode.class).readValues(Files.readAllBytes(file))) {
      while (values.hasNextValue()) {
        heads.add(
            AuditHeadFormat.read(values.nextValue())
                .orElseThrow(
                    () ->
                        new Refusal(
                            file
                                + ": is no audit head; take it by kubectl -n martello-system get configmap martello-audit-head -o json")));
      }
    } catch (JsonProcessingException malformed) {
      throw new Refusal(file + ": is no JSON; take it by kubectl get configmap -o json", malformed);
    }
    return heads;
  }
}
