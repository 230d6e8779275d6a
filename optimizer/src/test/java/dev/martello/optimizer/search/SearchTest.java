package dev.martello.optimizer.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.martello.optimizer.Models;
import dev.martello.optimizer.OptimizationRefused;
import dev.martello.optimizer.Tables;
import dev.martello.optimizer.data.Split;
import dev.martello.optimizer.graph.Nodes;
import dev.martello.optimizer.report.Pareto;
import dev.martello.optimizer.report.Picture;
import dev.martello.runtime.evaluation.metric.Metric;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import javax.xml.parsers.DocumentBuilderFactory;
import onnx.OnnxMl.ModelProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchTest {
  private static final Progress SILENT =
      new Progress() {
        @Override
        public void starts(int number, String plan) {}

        @Override
        public void tried(Trial trial) {}

        @Override
        public void skipped(String plan, String why) {}
      };

  @TempDir Path directory;

  @Test
  void findsASmallerModelThatHoldsOnUnseenRows() throws Exception {
    var model = Models.mlp(1, 12, 256, 128, 3);
    var result = search(model, 0.9, 0.03, Duration.ofMinutes(30));
    assertThat(result.complete()).isTrue();
    assertThat(result.trials()).hasSizeGreaterThanOrEqualTo(12);
    assertThat(result.outcome()).isInstanceOf(SearchResult.Chosen.class);
    var chosen = (SearchResult.Chosen) result.outcome();
    assertThat(chosen.model()).hasSize((int) chosen.trial().size());
    assertThat(chosen.trial().size()).isLessThan(result.original().size());
    assertThat(chosen.unseen().value()).isGreaterThanOrEqualTo(0.9);
    assertThat(chosen.unseen().rows()).isNotEqualTo(chosen.trial().estimate().rows());
    assertThat(chosen.unseenOriginal().value()).isEqualTo(1);
    assertThat(result.original().memory()).isPresent();
    assertThat(Pareto.front(result)).contains(chosen.trial());
    assertThat(Pareto.table(result)).contains(chosen.trial().name());
    var svg = Picture.svg(result, "accuracy").getBytes(StandardCharsets.UTF_8);
    var picture =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg));
    assertThat(picture.getElementsByTagName("circle").getLength())
        .isEqualTo(result.trials().size() + 1);
  }

  @Test
  void refusesWhatTheFloatModelItselfCannot() {
    var model = Models.mlp(1, 12, 64, 3);
    assertThatThrownBy(() -> search(model, 1.1, 0.1, Duration.ofMinutes(1)))
        .isInstanceOf(OptimizationRefused.class)
        .hasMessageContaining("the float model itself");
  }

  @Test
  void stopsWhenTheBudgetIsSpentAndSaysSo() throws Exception {
    var model = Models.mlp(1, 12, 64, 3);
    var result = search(model, 0.5, 0.1, Duration.ZERO);
    assertThat(result.complete()).isFalse();
    assertThat(((SearchResult.None) result.outcome()).message()).contains("--budget");
  }

  @Test
  void leavesAloneWhatHasNothingToQuantize() {
    var sum = new Models(1).input("x", -1, 4).node("Relu", List.of("x"), "y").output("y", -1, 4);
    assertThatThrownBy(() -> Prepared.of(sum.build().toByteArray(), "relu.onnx"))
        .hasMessageContaining("relu.onnx is left alone")
        .hasMessageContaining("[Relu]");
    var trees =
        new Models(1)
            .input("x", -1, 4)
            .node(Nodes.make("ai.onnx.ml", "TreeEnsembleClassifier", List.of("x"), "y"));
    assertThatThrownBy(() -> Prepared.of(trees.build().toByteArray(), "forest.onnx"))
        .hasMessageContaining("tree ensemble");
    var gru =
        new Models(1)
            .input("x", 1, 1, 4)
            .weight("w", 1, 12, 4)
            .weight("r", 1, 12, 4)
            .node("GRU", List.of("x", "w", "r"), "y", Nodes.attribute("hidden_size", 4))
            .output("y", 1, 1, 1, 4);
    assertThatThrownBy(() -> Prepared.of(gru.build().toByteArray(), "gru.onnx"))
        .hasMessageContaining("gru.onnx is left alone")
        .hasMessageContaining("no 8-bit kernel");
  }

  @Test
  void preparationGivesTheSameBytes() throws Exception {
    byte[] model = Models.mlp(1, 12, 64, 3).toByteArray();
    assertThat(Prepared.of(model, "m").model().toByteArray())
        .isEqualTo(Prepared.of(model, "m").model().toByteArray());
  }

  @Test
  void anInterruptedSearchGoesOn() throws Exception {
    var model = Models.mlp(1, 12, 64, 3);
    var journal = new Remembering(3);
    assertThatThrownBy(() -> search(model, 0.5, 0.1, Duration.ofMinutes(30), journal))
        .hasMessage("interrupted");
    assertThat(journal.kept).hasSize(3);
    var before = List.copyOf(journal.kept);

    journal.patience = Integer.MAX_VALUE;
    var result = search(model, 0.5, 0.1, Duration.ofMinutes(30), journal);
    // None is measured twice, and those that were are as they were.
    assertThat(journal.kept).doesNotHaveDuplicates();
    assertThat(result.complete()).isTrue();
    assertThat(result.original().name()).isEqualTo("float");
    assertThat(result.trials()).extracting(Trial::name).contains(before.get(1), before.get(2));
    assertThat(result.trials().getFirst()).isSameAs(journal.trials.get(before.get(1)));
    assertThat(result.outcome()).isInstanceOf(SearchResult.Chosen.class);
  }

  private static final class Remembering implements Journal {
    private final Map<String, Trial> trials = new HashMap<>();
    private final List<String> kept = new ArrayList<>();
    private int patience;

    Remembering(int patience) {
      this.patience = patience;
    }

    @Override
    public Optional<Trial> recall(String plan) {
      return Optional.ofNullable(trials.get(plan));
    }

    @Override
    public void keep(String plan, Trial trial) {
      if (kept.size() == patience) {
        throw new IllegalStateException("interrupted");
      }
      kept.add(plan);
      trials.put(plan, trial);
    }
  }

  private SearchResult search(ModelProto model, double minimum, double drop, Duration budget)
      throws Exception {
    return search(model, minimum, drop, budget, Journal.NONE);
  }

  private SearchResult search(
      ModelProto model, double minimum, double drop, Duration budget, Journal journal)
      throws Exception {
    var data = Tables.labelledBy(model, directory, 1500, 12);
    var demand =
        new Demand(
            Metric.ACCURACY,
            OptionalDouble.of(minimum),
            drop,
            Demand.Target.SIZE,
            OptionalLong.empty());
    var prepared = Prepared.of(model.toByteArray(), "test.onnx");
    return Search.run(
        prepared, Split.of(data, 1), demand, Budget.startingNow(budget), SILENT, journal);
  }
}
