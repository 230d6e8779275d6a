package dev.martello.cli.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.optimizer.engine.Latency;
import dev.martello.optimizer.search.Trial;
import dev.martello.runtime.evaluation.metric.Estimate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchJournalTest {
  private static final Trial TRIAL =
      new Trial(
          "a",
          "0".repeat(64),
          1234,
          new Estimate(0.1 + 0.2, 0.1, 1 / 3.0, 77),
          -1e-12,
          0.3 - 0.1,
          new Latency(1.5, 3.25),
          OptionalLong.of(9));

  @TempDir Path directory;

  @Test
  void whatWasKeptIsThereAgainToTheBit() throws Exception {
    Path out = directory.resolve("out");
    var first = SearchJournal.of(out, "search");
    first.keep("a", TRIAL);
    first.keep("b, the same bytes", TRIAL);
    var again = SearchJournal.of(out, "search");
    assertThat(again.size()).isEqualTo(2);
    assertThat(again.recall("a")).contains(TRIAL);
    assertThat(again.recall("b, the same bytes")).contains(TRIAL);
    assertThat(again.recall("c")).isEmpty();
    again.delete();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void halfALineIsTriedAgain() throws Exception {
    Path out = directory.resolve("out");
    SearchJournal.of(out, "search").keep("a", TRIAL);
    Files.writeString(
        directory.resolve("out.search"), "{\"plan\":\"b\",\"na", StandardOpenOption.APPEND);
    var again = SearchJournal.of(out, "search");
    assertThat(again.size()).isEqualTo(1);
    again.keep("b", TRIAL);
    assertThat(SearchJournal.of(out, "search").size()).isEqualTo(2);
  }

  @Test
  void anotherSearchBeginsAnew() throws Exception {
    Path out = directory.resolve("out");
    SearchJournal.of(out, "search").keep("a", TRIAL);
    assertThat(SearchJournal.of(out, "another").size()).isZero();
    assertThat(SearchJournal.of(out, "search").size()).isZero();
  }
}
