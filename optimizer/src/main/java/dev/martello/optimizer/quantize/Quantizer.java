package dev.martello.optimizer.quantize;

import dev.martello.optimizer.OptimizationRefused;
import dev.martello.optimizer.data.Split;
import dev.martello.optimizer.graph.ModelGraph;
import java.util.function.Function;
import onnx.OnnxMl.ModelProto;
import org.jspecify.annotations.Nullable;

/** Makes 8-bit models of one float model; the same recipe gives the same bytes. */
public final class Quantizer {
  private final ModelGraph graph;
  private final Split.Calibration calibration;
  private @Nullable Ranges ranges;
  private @Nullable Channels channels;

  public Quantizer(ModelProto model, Split.Calibration calibration) {
    this.graph = new ModelGraph(model);
    this.calibration = calibration;
  }

  public ModelProto apply(Quantization recipe) throws OptimizationRefused {
    return switch (recipe) {
      case Quantization.Dynamic dynamic -> DynamicQuantizer.apply(graph, dynamic);
      case Quantization.Static qdq -> {
        Ranges seen = ranges();
        var range = (Function<String, Range>) tensor -> seen.range(tensor, qdq.method());
        if (qdq.equalized()) {
          Equalized even = Equalization.apply(graph, qdq, channels());
          yield StaticQuantizer.apply(
              even.graph(), qdq, even.rangesOr(range), BiasCorrection.by(even.means()));
        }
        yield StaticQuantizer.apply(graph, qdq, range, BiasCorrection.NONE);
      }
    };
  }

  private Channels channels() throws OptimizationRefused {
    if (channels == null) {
      channels = Channels.of(graph, calibration);
    }
    return channels;
  }

  private Ranges ranges() throws OptimizationRefused {
    if (ranges == null) {
      ranges = Ranges.of(graph.model(), QdqTensors.candidates(graph), calibration);
    }
    return ranges;
  }
}
