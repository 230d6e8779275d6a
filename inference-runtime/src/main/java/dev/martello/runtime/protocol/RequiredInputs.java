package dev.martello.runtime.protocol;

import dev.martello.runtime.model.ModelTensor;
import java.util.Map;
import java.util.Set;

/** A model can only run when all of its inputs are given. */
final class RequiredInputs {
  private RequiredInputs() {}

  static void require(Map<String, ModelTensor> inputs, Set<String> given) throws RequestInvalid {
    for (ModelTensor input : inputs.values()) {
      if (!given.contains(input.name())) {
        throw new RequestInvalid(
            "input '"
                + input.name()
                + "' is missing; expected "
                + input.datatype()
                + " of shape "
                + input.shape());
      }
    }
  }
}
