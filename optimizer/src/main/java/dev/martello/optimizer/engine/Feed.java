package dev.martello.optimizer.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.martello.optimizer.OptimizationRefused;
import dev.martello.optimizer.data.Rows;
import dev.martello.runtime.evaluation.data.Feature;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns rows of data into the tensors that a model takes. */
final class Feed {
  private final Map<Input, Feature> features = new LinkedHashMap<>();

  /** Finds each input's data: by name, or the only data for the only input. */
  Feed(List<Input> inputs, List<Feature> given) throws OptimizationRefused {
    var byName = new HashMap<String, Feature>();
    given.forEach(feature -> byName.put(feature.name(), feature));
    for (Input input : inputs) {
      Feature feature =
          inputs.size() == 1 && given.size() == 1 ? given.get(0) : byName.get(input.name());
      if (feature == null) {
        throw new OptimizationRefused(
            "the data has nothing for input %s, only %s: give an .npz with an array of that name"
                .formatted(input.name(), byName.keySet()));
      }
      features.put(input, feature);
    }
  }

  /** How many rows the model takes at once: one, or any number. */
  int batch() throws OptimizationRefused {
    boolean many = true;
    for (Input input : features.keySet()) {
      many &= input.isBatched();
      if (!input.isBatched() && (input.shape().rank() == 0 || input.shape().at(0) != 1)) {
        throw new OptimizationRefused(
            "input %s has shape %s: its first axis must be open or 1"
                .formatted(input.name(), input.shape()));
      }
    }
    return many ? Integer.MAX_VALUE : 1;
  }

  Tensors tensors(Rows rows, int from, int count) throws OptimizationRefused, OrtException {
    var tensors = new Tensors(new HashMap<>());
    for (var entry : features.entrySet()) {
      Feature feature = entry.getValue();
      int length = feature.rowLength();
      long[] shape = shape(entry.getKey(), feature, count);
      OnnxTensor tensor =
          entry
              .getKey()
              .tensor(
                  shape,
                  count * length,
                  i -> feature.value(rows.at(from + i / length), i % length));
      tensors.byName().put(entry.getKey().name(), tensor);
    }
    return tensors;
  }

  private static long[] shape(Input input, Feature feature, int count) throws OptimizationRefused {
    long[] shape = input.shape().forRows(count, feature);
    if (shape.length == 0) {
      throw new OptimizationRefused(
          "the data has %d numbers a row, input %s takes shape %s: make them fit"
              .formatted(feature.rowLength(), input.name(), input.shape()));
    }
    return shape;
  }

  /** Tensors off the heap, by the input's name. */
  record Tensors(Map<String, OnnxTensor> byName) implements AutoCloseable {
    @Override
    public void close() {
      byName.values().forEach(OnnxTensor::close);
    }
  }
}
