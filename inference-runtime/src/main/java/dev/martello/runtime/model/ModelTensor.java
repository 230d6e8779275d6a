package dev.martello.runtime.model;

import dev.martello.runtime.tensor.Datatype;
import dev.martello.sealedmodel.Tensor;
import java.util.List;

/** An input or output of the session; -1 in the shape takes any length. */
public record ModelTensor(String name, Datatype datatype, List<Long> shape) {
  public ModelTensor {
    shape = List.copyOf(shape);
  }

  /** As the manifest has it. */
  public Tensor described() {
    return new Tensor(name, datatype.name(), shape);
  }
}
