package dev.martello.optimizer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.martello.optimizer.Tables;
import dev.martello.runtime.evaluation.data.DataSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SplitTest {
  @TempDir Path directory;

  @Test
  void splitsInThreePartsThatShareNothing() throws Exception {
    DataSet data = Tables.unlabelled(directory, 2000, 3);
    Split split = Split.of(data, 5);
    var seen = new HashSet<Integer>();
    for (Rows part : parts(split)) {
      for (int i = 0; i < part.size(); i++) {
        assertThat(seen.add(part.at(i))).isTrue();
      }
    }
    assertThat(seen).hasSize(2000);
    assertThat(split.calibration().rows().size()).isBetween(300, 500);
    assertThat(split.unseen().rows().size()).isBetween(700, 900);
    assertThat(Split.of(data, 6).unseen().rows().at(0) + Split.of(data, 6).unseen().rows().size())
        .isNotEqualTo(split.unseen().rows().at(0) + split.unseen().rows().size());
  }

  @Test
  void neverPutsEqualRecordsOnTwoSides() throws Exception {
    var text = new StringBuilder("a,label\n");
    for (int i = 0; i < 1000; i++) {
      text.append(i % 100).append(",1\n");
    }
    Split split = Split.of(csv(text.toString(), Optional.empty()), 3);
    var partOf = new HashMap<Double, Rows>();
    for (Rows part : parts(split)) {
      for (int i = 0; i < part.size(); i++) {
        double value = part.data().features().get(0).value(part.at(i), 0);
        assertThat(partOf.computeIfAbsent(value, v -> part)).isSameAs(part);
      }
    }
    assertThat(partOf).hasSize(100);
  }

  @Test
  void refusesTooFewRows() {
    assertThatThrownBy(() -> Split.of(Tables.unlabelled(directory, 20, 2), 1))
        .hasMessageContaining("give it at least 100");
  }

  private static Rows[] parts(Split split) {
    return new Rows[] {split.calibration().rows(), split.search().rows(), split.unseen().rows()};
  }

  private DataSet csv(String text, Optional<String> label) throws Exception {
    return DataSet.read(Files.writeString(directory.resolve("t.csv"), text), label);
  }
}
