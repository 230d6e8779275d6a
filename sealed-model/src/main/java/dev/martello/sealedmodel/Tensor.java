package dev.martello.sealedmodel;

import java.util.List;
import java.util.Set;

/**
 * An input or output of the model.
 *
 * @param datatype as the Open Inference Protocol spells it: {@code FP32}, {@code INT64}, {@code
 *     BYTES}
 * @param shape one length per dimension, -1 where any is taken; empty for a scalar
 */
public record Tensor(String name, String datatype, List<Long> shape) {
  private static final int MAX_NAME = 1024;
  private static final int MAX_RANK = 64;
  private static final Set<String> DATATYPES =
      Set.of(
          "BOOL", "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64", "FP16",
          "BF16", "FP32", "FP64", "BYTES");

  public Tensor {
    shape = List.copyOf(shape);
    if (name.isEmpty() || name.length() > MAX_NAME) {
      throw new IllegalArgumentException(
          "a tensor's name must have 1 to " + MAX_NAME + " characters");
    }
    if (!DATATYPES.contains(datatype)) {
      throw new IllegalArgumentException(
          "tensor '" + name + "' has no datatype of the Open Inference Protocol: " + datatype);
    }
    if (shape.size() > MAX_RANK || shape.stream().anyMatch(length -> length < -1)) {
      throw new IllegalArgumentException(
          "tensor '" + name + "': at most " + MAX_RANK + " dimensions, each -1 (any) or more");
    }
  }
}
