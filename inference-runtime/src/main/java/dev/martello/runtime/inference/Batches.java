package dev.martello.runtime.inference;

import dev.martello.runtime.protocol.InferRequest;
import dev.martello.runtime.tensor.TensorData;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sorts requests into batches of at most so many rows. */
final class Batches<T> {
  private final int mostRows;
  private final Map<Kind, Batch<T>> open = new HashMap<>();
  private final List<Batch<T>> all = new ArrayList<>();

  /** Requests of one kind have inputs of the same row shapes and want the same outputs. */
  private record Kind(Map<String, List<Long>> rowShapes, Set<String> outputs) {}

  Batches(int mostRows) {
    this.mostRows = mostRows;
  }

  /** False for a request that can't share a run with others. */
  boolean add(T member, InferRequest request) {
    long rows = rows(request);
    if (rows < 1 || rows >= mostRows) {
      return false;
    }
    Map<String, List<Long>> rowShapes = new LinkedHashMap<>();
    for (Map.Entry<String, TensorData> input : request.inputs().entrySet()) {
      List<Long> shape = input.getValue().shape();
      if (shape.isEmpty() || shape.get(0) != rows) {
        return false;
      }
      rowShapes.put(input.getKey(), shape.subList(1, shape.size()));
    }
    Kind kind = new Kind(rowShapes, request.outputs());
    Batch<T> batch = open.get(kind);
    if (batch == null || batch.rows() + rows > mostRows) {
      batch = new Batch<>();
      open.put(kind, batch);
      all.add(batch);
    }
    batch.add(member, request, (int) rows);
    return true;
  }

  Collection<Batch<T>> all() {
    return all;
  }

  /** The length of the first dimension of the first input; 1 if it is a scalar. */
  static long rows(InferRequest request) {
    return request.inputs().values().stream()
        .findFirst()
        .filter(input -> !input.shape().isEmpty())
        .map(input -> input.shape().get(0))
        .orElse(1L);
  }
}
