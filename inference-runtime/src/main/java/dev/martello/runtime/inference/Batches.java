package dev.martello.runtime.inference;

import dev.martello.runtime.protocol.InferRequest;
import dev.martello.runtime.tensor.TensorData;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Sorts requests into batches of at most so many rows. */
final class Batches<T> {
  private final int mostRows;
  private final List<Batch<T>> all = new ArrayList<>();

  Batches(int mostRows) {
    this.mostRows = mostRows;
  }

  /** False for a request that can't share a run with others. */
  boolean add(T member, InferRequest request) {
    long rows = rows(request);
    if (rows < 1 || rows >= mostRows) {
      return false;
    }
    for (TensorData input : request.inputs().values()) {
      if (input.rows() != rows) {
        return false;
      }
    }
    for (Batch<T> batch : all) {
      if (batch.rows() + rows <= mostRows && batch.alike(request)) {
        batch.add(member, request, (int) rows);
        return true;
      }
    }
    Batch<T> batch = new Batch<>();
    batch.add(member, request, (int) rows);
    all.add(batch);
    return true;
  }

  Collection<Batch<T>> all() {
    return all;
  }

  /** The length of the first dimension of the first input; 1 if it is a scalar. */
  static long rows(InferRequest request) {
    for (TensorData first : request.inputs().values()) {
      return first.rows() < 0 ? 1 : first.rows();
    }
    return 1;
  }
}
