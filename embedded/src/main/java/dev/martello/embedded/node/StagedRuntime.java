package dev.martello.embedded.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An image's content staged as a directory, with the entrypoint in {@code entrypoint.json}. */
record StagedRuntime(Path root) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The command line: the entrypoint with its {@code ${root}} filled in, then the arguments. */
  List<String> command(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    for (JsonNode word : JSON.readTree(root.resolve("entrypoint.json").toFile())) {
      command.add(word.asText().replace("${root}", root.toAbsolutePath().toString()));
    }
    command.addAll(arguments);
    return command;
  }
}
