package dev.martello.runtime.limits;

import dev.martello.runtime.protocol.InferRequest;
import dev.martello.runtime.tensor.OutputTensor;
import dev.martello.runtime.tensor.Scores;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What of an answer is shown. Numbers are changed in floating-point outputs only.
 *
 * @param names of the outputs that are shown; empty for all
 * @param top how many of the largest are shown along the last dimension
 * @param hideScores those that are shown become 1, so that a caller learns which but not how much
 * @param decimals to which numbers are rounded
 */
public record OutputLimit(
    Set<String> names, OptionalInt top, boolean hideScores, OptionalInt decimals) {
  public static final OutputLimit NONE =
      new OutputLimit(Set.of(), OptionalInt.empty(), false, OptionalInt.empty());

  public OutputLimit {
    names = Set.copyOf(names);
  }

  boolean none() {
    return equals(NONE);
  }

  /** The outputs that are meant but that the model does not have. */
  Set<String> unknown(Collection<String> models) {
    return names.stream()
        .filter(name -> !models.contains(name))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The first output that was asked for by name and is not shown. */
  Optional<String> withheld(InferRequest request) {
    return names.isEmpty() || !request.outputsNamed()
        ? Optional.empty()
        : request.outputs().stream().filter(name -> !names.contains(name)).findFirst();
  }

  /** The same request for what is shown alone: the rest is not even computed. */
  InferRequest narrowed(InferRequest request) {
    return names.isEmpty()
        ? request
        : new InferRequest(
            request.id(),
            request.inputs(),
            shown(request.outputs()),
            shown(request.binaryOutputs()),
            request.outputsNamed());
  }

  private Set<String> shown(Set<String> outputs) {
    Set<String> shown = new LinkedHashSet<>(outputs);
    shown.retainAll(names);
    return shown;
  }

  Map<String, OutputTensor> apply(Map<String, OutputTensor> outputs) {
    if (top.isEmpty() && decimals.isEmpty()) {
      return outputs;
    }
    Map<String, OutputTensor> limited = new HashMap<>();
    outputs.forEach((name, output) -> limited.put(name, apply(output)));
    return limited;
  }

  private OutputTensor apply(OutputTensor output) {
    if (!Scores.are(output.datatype())) {
      return output;
    }
    double[] scores = Scores.read(output);
    long[] shape = output.shape();
    if (top.isPresent()) {
      // The only dimension of an output is its rows': each number is a row's only score.
      int row = shape.length <= 1 ? 1 : (int) Math.max(1, shape[shape.length - 1]);
      TopScores.keep(scores, row, top.getAsInt(), hideScores);
    }
    if (decimals.isPresent() && !(top.isPresent() && hideScores)) {
      round(scores, Math.pow(10, decimals.getAsInt()));
    }
    return Scores.write(output, scores);
  }

  private static void round(double[] scores, double unit) {
    for (int i = 0; i < scores.length; i++) {
      double rounded = Math.rint(scores[i] * unit) / unit + 0.0; // no sign is left of -0.0
      // What is too large to be multiplied has no decimals.
      scores[i] = Double.isFinite(rounded) ? rounded : scores[i];
    }
  }
}
