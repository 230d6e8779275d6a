package dev.martello.runtime.evaluation;

import ai.onnxruntime.OrtException;
import dev.martello.runtime.evaluation.data.DataRefused;
import dev.martello.runtime.evaluation.data.DataSet;
import dev.martello.runtime.evaluation.data.Dimensions;
import dev.martello.runtime.evaluation.data.Feature;
import dev.martello.runtime.evaluation.metric.AnswerCollector;
import dev.martello.runtime.evaluation.metric.Answers;
import dev.martello.runtime.model.ModelTensor;
import dev.martello.runtime.model.OnnxSession;
import dev.martello.runtime.tensor.Datatype;
import dev.martello.runtime.tensor.OutputTensor;
import dev.martello.runtime.tensor.TensorData;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a model answers for every row, one row a run, as requests come.
 *
 * @param latencies of the runs
 */
public record ModelAnswers(Answers answers, Latencies latencies) {
  private static final int WARM_UP = 20;

  public static ModelAnswers of(OnnxSession session, DataSet data)
      throws DataRefused, OrtException {
    Map<ModelTensor, Feature> features = features(session, data.features());
    Optional<String> labels = first(session, Datatype.INT64);
    Optional<String> floats = first(session, Datatype.FP32);
    if (labels.isEmpty() && floats.isEmpty()) {
      throw new DataRefused(
          "the model has neither an FP32 nor an INT64 output, so there is nothing to judge");
    }
    Set<String> wanted = new HashSet<>();
    labels.ifPresent(wanted::add);
    floats.ifPresent(wanted::add);
    for (int row = 0; row < Math.min(WARM_UP, data.rows()); row++) {
      run(session, features, row, wanted);
    }
    AnswerCollector collector = new AnswerCollector(labels.isPresent());
    long[] nanos = new long[data.rows()];
    for (int row = 0; row < data.rows(); row++) {
      long start = System.nanoTime();
      Map<String, OutputTensor> answer = run(session, features, row, wanted);
      nanos[row] = System.nanoTime() - start;
      floats.ifPresent(
          name -> {
            OutputTensor output = Objects.requireNonNull(answer.get(name));
            collector.addFloats(output.shape(), output.floats());
          });
      labels.ifPresent(
          name -> collector.addLabels(Objects.requireNonNull(answer.get(name)).longs()));
    }
    return new ModelAnswers(collector.answers(data.rows()), Latencies.of(nanos));
  }

  private static Map<String, OutputTensor> run(
      OnnxSession session, Map<ModelTensor, Feature> features, int row, Set<String> wanted)
      throws DataRefused, OrtException {
    try (Arena arena = Arena.ofConfined()) {
      Map<String, TensorData> inputs = new HashMap<>();
      for (Map.Entry<ModelTensor, Feature> entry : features.entrySet()) {
        inputs.put(entry.getKey().name(), tensor(entry.getKey(), entry.getValue(), row, arena));
      }
      return session.run(inputs, wanted);
    }
  }

  private static TensorData tensor(ModelTensor input, Feature feature, int row, Arena arena)
      throws DataRefused {
    long[] shape =
        new Dimensions(input.shape().stream().mapToLong(length -> length).toArray())
            .forRows(1, feature);
    int length = feature.rowLength();
    if (shape.length == 0) {
      throw new DataRefused(
          "the data has %d numbers a row, input %s takes shape %s: make them fit"
              .formatted(length, input.name(), input.shape()));
    }
    TensorData tensor = TensorData.allocate(input.datatype(), shape, length, arena);
    for (int i = 0; i < length; i++) {
      tensor.addNumber(feature.value(row, i));
    }
    return tensor;
  }

  /** By name, or the only data for the only input. */
  private static Map<ModelTensor, Feature> features(OnnxSession session, List<Feature> given)
      throws DataRefused {
    Map<String, Feature> byName = new HashMap<>();
    given.forEach(feature -> byName.put(feature.name(), feature));
    Map<ModelTensor, Feature> features = new LinkedHashMap<>();
    for (ModelTensor input : session.inputs().values()) {
      boolean only = session.inputs().size() == 1 && given.size() == 1;
      Feature feature = only ? given.get(0) : byName.get(input.name());
      if (feature == null || input.datatype() == Datatype.BYTES) {
        throw new DataRefused(
            "the data has nothing for input %s, only %s: give an .npz with an array of that name"
                .formatted(input.name(), byName.keySet()));
      }
      features.put(input, feature);
    }
    return features;
  }

  private static Optional<String> first(OnnxSession session, Datatype datatype) {
    return session.outputs().values().stream()
        .filter(output -> output.datatype() == datatype)
        .map(ModelTensor::name)
        .findFirst();
  }
}
