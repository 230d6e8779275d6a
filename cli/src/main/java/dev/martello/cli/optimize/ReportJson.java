package dev.martello.cli.optimize;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.optimizer.data.Split;
import dev.martello.optimizer.report.Pareto;
import dev.martello.optimizer.report.SliceFigures;
import dev.martello.optimizer.search.Demand;
import dev.martello.optimizer.search.SearchResult;
import dev.martello.optimizer.search.Trial;
import dev.martello.runtime.evaluation.metric.ClassFigures;
import dev.martello.runtime.evaluation.metric.Estimate;
import dev.martello.runtime.evaluation.metric.Judged;

/** Everything that was measured, as JSON. */
record ReportJson(SearchResult result, Split split, Demand demand) {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  ObjectNode document(String modelSha256, String datasetSha256) {
    var document = NODES.objectNode();
    document.put("modelSha256", modelSha256).put("datasetSha256", datasetSha256);
    document.put("seed", split.seed());
    document
        .putObject("rows")
        .put("calibration", split.calibration().rows().size())
        .put("search", split.search().rows().size())
        .put("unseen", split.unseen().rows().size());
    document.put("demand", demand.toString());
    document.put("target", demand.target().toString());
    document.put("everyPlanTried", result.complete());
    document
        .putObject("environment")
        .put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"))
        .put("architecture", System.getProperty("os.arch"))
        .put("java", System.getProperty("java.version"))
        .put("processors", Runtime.getRuntime().availableProcessors());
    switch (result.outcome()) {
      case SearchResult.Chosen chosen -> document.set("chosen", chosen(chosen));
      case SearchResult.None none -> document.put("refused", none.message());
    }
    document.put(
        "decidedBy",
        "measured times too: a plan that is more than 10 % slower than the float model is not taken for its size, and the same search on another machine may choose another plan");
    document.set("float", trial(result.original()));
    var plans = document.putArray("plans");
    var front = Pareto.front(result);
    result.trials().forEach(tried -> plans.add(trial(tried).put("pareto", front.contains(tried))));
    return document;
  }

  private ObjectNode chosen(SearchResult.Chosen chosen) {
    var node = NODES.objectNode();
    node.put("plan", chosen.trial().name()).put("sha256", chosen.trial().sha256());
    node.set("unseen", estimate(chosen.unseen()));
    node.set("unseenFloat", estimate(chosen.unseenOriginal()));
    var classes = node.putArray("classes");
    var unseen = split.unseen().rows();
    double[] labels = unseen.data().isLabelled() ? unseen.labels() : new double[0];
    for (var figures : ClassFigures.worstFirst(chosen.answers(), labels)) {
      classes
          .addObject()
          .put("class", figures.label())
          .put("rows", figures.rows())
          .put("recall", figures.recall());
    }
    var floats = chosen.originalAnswers();
    var slices = node.putArray("slices");
    for (var slice :
        SliceFigures.worstFirst(
            demand.metric(),
            unseen,
            new Judged(chosen.answers(), labels, floats),
            new Judged(floats, labels, floats),
            split.seed())) {
      var one = slices.addObject().put("column", slice.column());
      one.put("from", slice.from()).put("to", slice.to());
      one.set("unseen", estimate(slice.estimate()));
      one.set("unseenFloat", estimate(slice.original()));
    }
    return node;
  }

  private static ObjectNode trial(Trial trial) {
    var node = NODES.objectNode();
    node.put("plan", trial.name()).put("sha256", trial.sha256()).put("bytes", trial.size());
    node.set("search", estimate(trial.estimate()));
    node.put("meetsDemand", trial.meets()).put("meetsDemandSurely", trial.isSure());
    node.put("microseconds", trial.latency().microseconds());
    node.put("floatMicroseconds", trial.latency().floatMicroseconds());
    trial.memory().ifPresent(bytes -> node.put("memoryBytes", bytes));
    return node;
  }

  private static ObjectNode estimate(Estimate estimate) {
    return NODES
        .objectNode()
        .put("value", estimate.value())
        .put("lower", estimate.lower())
        .put("upper", estimate.upper())
        .put("rows", estimate.rows());
  }
}
