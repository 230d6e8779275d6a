package dev.martello.runtime.protocol;

import dev.martello.runtime.tensor.TensorData;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An inference request that fits the model.
 *
 * @param id echoed in the answer
 * @param inputs every input of the model
 * @param outputs names of those wanted, in the order asked for; all of the model's if none was
 *     named
 * @param binaryOutputs those of them that are wanted as bytes behind the JSON
 * @param outputsNamed whether the request named them
 */
public record InferRequest(
    Optional<String> id,
    Map<String, TensorData> inputs,
    Set<String> outputs,
    Set<String> binaryOutputs,
    boolean outputsNamed) {}
