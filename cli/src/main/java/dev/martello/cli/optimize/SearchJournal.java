package dev.martello.cli.optimize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.optimizer.engine.Latency;
import dev.martello.optimizer.search.Journal;
import dev.martello.optimizer.search.Trial;
import dev.martello.runtime.evaluation.metric.Estimate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A search's trials beside the directory to be made, a line each, written as they come: what is
 * there when the search is interrupted is there when it goes on. The first line says which search.
 */
final class SearchJournal implements Journal {
  private static final JsonMapper JSON = new JsonMapper();

  private final Path file;
  private final Map<String, Trial> trials = new HashMap<>();

  private SearchJournal(Path file) {
    this.file = file;
  }

  /** Reads the file of this very search, or begins one: that of another search is written over. */
  static SearchJournal of(Path out, String search) throws IOException {
    Path file = out.resolveSibling(out.getFileName() + ".search");
    var journal = new SearchJournal(file);
    List<String> lines = Files.isRegularFile(file) ? Files.readAllLines(file) : List.of();
    if (!lines.isEmpty() && lines.getFirst().equals(search)) {
      lines.stream().skip(1).forEach(journal::read);
    }
    // Written anew, so that half a line at its end does not swallow the next.
    Files.write(file, List.of(search));
    Map<String, Trial> known = new HashMap<>(journal.trials);
    known.forEach(journal::keep);
    return journal;
  }

  int size() {
    return trials.size();
  }

  void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public Optional<Trial> recall(String plan) {
    return Optional.ofNullable(trials.get(plan));
  }

  @Override
  public void keep(String plan, Trial trial) {
    trials.put(plan, trial);
    try {
      Files.write(file, List.of(line(plan, trial)), StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(String plan, Trial trial) {
    ObjectNode line = JSON.createObjectNode().put("plan", plan);
    line.put("name", trial.name()).put("sha256", trial.sha256()).put("bytes", trial.size());
    line.put("value", trial.estimate().value())
        .put("lower", trial.estimate().lower())
        .put("upper", trial.estimate().upper())
        .put("rows", trial.estimate().rows());
    line.put("shortfall", trial.shortfall())
        .put("doubt", trial.doubt())
        .put("microseconds", trial.latency().microseconds())
        .put("floatMicroseconds", trial.latency().floatMicroseconds());
    trial.memory().ifPresent(bytes -> line.put("memoryBytes", bytes));
    return line.toString();
  }

  private void read(String text) {
    try {
      JsonNode line = JSON.readTree(text);
      JsonNode memory = line.path("memoryBytes");
      trials.put(
          line.required("plan").asText(),
          new Trial(
              line.required("name").asText(),
              line.required("sha256").asText(),
              line.required("bytes").asLong(),
              new Estimate(
                  line.required("value").asDouble(),
                  line.required("lower").asDouble(),
                  line.required("upper").asDouble(),
                  line.required("rows").asInt()),
              line.required("shortfall").asDouble(),
              line.required("doubt").asDouble(),
              new Latency(
                  line.required("microseconds").asDouble(),
                  line.required("floatMicroseconds").asDouble()),
              memory.isNumber() ? OptionalLong.of(memory.asLong()) : OptionalLong.empty()));
    } catch (JsonProcessingException | IllegalArgumentException cutOff) {
      // The line that was being written: that plan is tried again.
    }
  }
}
