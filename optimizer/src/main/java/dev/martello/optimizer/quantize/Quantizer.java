package dev.martello.optimizer.quantize;

import dev.martello.optimizer.OptimizationRefused;
import dev.martello.optimizer.data.Split;
import dev.martello.optimizer.graph.ModelGraph;
import onnx.OnnxMl.ModelProto;
import org.jspecify.annotations.Nullable;

/** Makes 8-bit models of one float model; the same recipe gives the same bytes. */
public final class Quantizer {
  private final ModelGraph graph;
  private final Split.Calibration calibration;
  private @Nullable Ranges ranges;

  public Quantizer(ModelProto model, Split.Calibration calibration) {
    this.graph = new ModelGraph(model);
    this.calibration = calibration;
  }

  public ModelProto apply(Quantization recipe) throws OptimizationRefused {
    return switch (recipe) {
      case Quantization.Dynamic dynamic -> DynamicQuantizer.apply(graph, dynamic);
      case Quantization.Static qdq -> StaticQuantizer.apply(graph, qdq, ranges());
    };
  }

  private Ranges ranges() throws OptimizationRefused {
    if (ranges == null) {
      ranges = Ranges.of(graph.model(), QdqTensors.candidates(graph), calibration);
    }
    return ranges;
  }
}
