package dev.martello.optimizer.quantize;

import dev.martello.optimizer.OptimizationRefused;
import dev.martello.optimizer.data.Split;
import dev.martello.optimizer.engine.Activations;
import dev.martello.optimizer.graph.Dense;
import dev.martello.optimizer.graph.ModelGraph;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import onnx.OnnxMl.NodeProto;

/** What each channel of the layers' inputs and outputs holds over the calibration rows. */
final class Channels {
  private static final int LAST = -1;

  /** Where a tensor's channels are: second axis of convolutions, last axis of dense layers. */
  private final Map<String, Integer> axes = new LinkedHashMap<>();

  private final Map<String, ChannelRanges> seen = new HashMap<>();
  private final Map<String, Long> counts = new HashMap<>();

  private Channels() {}

  static Channels of(ModelGraph graph, Split.Calibration calibration) throws OptimizationRefused {
    var channels = new Channels();
    var layers = Layers.of(graph);
    for (NodeProto node : layers.convolutions()) {
      channels.axes.put(node.getInput(0), 1);
      channels.axes.put(QdqTensors.output(graph, node, false), 1);
      channels.axes.put(QdqTensors.output(graph, node, true), 1);
    }
    for (Dense dense : layers.dense()) {
      channels.axes.putIfAbsent(dense.input(), LAST);
    }
    Activations.observe(graph.model(), channels.axes.keySet(), calibration, channels::see);
    channels.seen.forEach(
        (tensor, ranges) -> {
          double share = 1.0 * ranges.size() / channels.counts.getOrDefault(tensor, 1L);
          for (int i = 0; i < ranges.size(); i++) {
            ranges.mean()[i] *= share;
          }
        });
    return channels;
  }

  private void see(String tensor, long[] shape, FloatBuffer values) {
    int axis = axes.getOrDefault(tensor, LAST) == LAST ? shape.length - 1 : 1;
    int inner = 1;
    for (int i = axis + 1; i < shape.length; i++) {
      inner *= Math.toIntExact(shape[i]);
    }
    int size = Math.toIntExact(shape[axis]);
    ChannelRanges here =
        seen.computeIfAbsent(
            tensor, name -> new ChannelRanges(new float[size], new float[size], new double[size]));
    counts.merge(tensor, (long) values.remaining(), Long::sum);
    for (int i = 0; values.hasRemaining(); i++) {
      float value = values.get();
      int channel = i / inner % size;
      if (Float.isFinite(value)) {
        here.least()[channel] = Math.min(here.least()[channel], value);
        here.most()[channel] = Math.max(here.most()[channel], value);
        here.mean()[channel] += value;
      }
    }
  }

  /** Empty if its channels are not where this kind of layer has them. */
  Optional<ChannelRanges> of(String tensor, boolean convolution, int size) {
    boolean there = axes.getOrDefault(tensor, LAST) == (convolution ? 1 : LAST);
    return Optional.ofNullable(seen.get(tensor)).filter(found -> there && found.size() == size);
  }
}
