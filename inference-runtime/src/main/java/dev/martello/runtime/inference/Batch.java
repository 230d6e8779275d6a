package dev.martello.runtime.inference;

import dev.martello.runtime.protocol.InferRequest;
import dev.martello.runtime.tensor.OutputTensor;
import dev.martello.runtime.tensor.TensorData;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Requests that are alike but for their rows, and so can be run as one. */
final class Batch<T> {
  private final List<T> members = new ArrayList<>();
  private final List<InferRequest> requests = new ArrayList<>();
  private int rows;

  void add(T member, InferRequest request, int itsRows) {
    members.add(member);
    requests.add(request);
    rows += itsRows;
  }

  /** Whether a request's inputs have rows of the same shapes, and it wants the same outputs. */
  boolean alike(InferRequest request) {
    InferRequest first = requests.get(0);
    if (!first.outputs().equals(request.outputs())
        || !first.inputs().keySet().equals(request.inputs().keySet())) {
      return false;
    }
    for (Map.Entry<String, TensorData> input : first.inputs().entrySet()) {
      TensorData other = request.inputs().get(input.getKey());
      if (other == null || !other.hasRowsLike(input.getValue())) {
        return false;
      }
    }
    return true;
  }

  List<T> members() {
    return members;
  }

  int rows() {
    return rows;
  }

  Set<String> outputs() {
    return requests.get(0).outputs();
  }

  /** The rows of all members one after the other. */
  Map<String, TensorData> inputs(Arena arena) {
    Map<String, TensorData> joined = new HashMap<>();
    for (String name : requests.get(0).inputs().keySet()) {
      List<TensorData> parts = new ArrayList<>(requests.size());
      for (InferRequest request : requests) {
        parts.add(request.inputs().get(name));
      }
      joined.put(name, TensorData.join(parts, arena));
    }
    return joined;
  }

  /**
   * To each member his rows; nothing if some output does not have a row for each of the inputs'.
   */
  List<Map<String, OutputTensor>> split(Map<String, OutputTensor> outputs) {
    if (outputs.values().stream().anyMatch(output -> output.rows() != rows)) {
      return List.of();
    }
    List<Map<String, OutputTensor>> parts = new ArrayList<>();
    int from = 0;
    for (InferRequest request : requests) {
      int count = (int) Batches.rows(request);
      Map<String, OutputTensor> part = new HashMap<>();
      for (Map.Entry<String, OutputTensor> output : outputs.entrySet()) {
        part.put(output.getKey(), output.getValue().slice(from, count));
      }
      parts.add(part);
      from += count;
    }
    return parts;
  }
}
