package dev.martello.sealedmodel;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a sealer has to be told of a model, since this module knows no ONNX.
 *
 * @param format of the file that is sealed
 * @param opsets operator domain to version; the default domain is {@code ai.onnx}
 * @param precision of the weights, such as {@code FP32} or {@code INT8}
 */
public record ModelDescription(
    ModelFormat format,
    List<Tensor> inputs,
    List<Tensor> outputs,
    Map<String, Integer> opsets,
    String precision) {
  private static final Pattern PRECISION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.+-]{0,63}");

  /** ONNX's own operators and ONNX Runtime's; any other would need a library of its own. */
  private static final Set<String> DOMAINS = Set.of("ai.onnx", "ai.onnx.ml", "com.microsoft");

  private static final int MAX_TENSORS = 1024;

  public ModelDescription {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    requireDistinct("inputs", inputs);
    requireDistinct("outputs", outputs);
    opsets = Collections.unmodifiableMap(new TreeMap<>(opsets));
    requireServed(opsets);
    if (!PRECISION.matcher(precision).matches()) {
      throw new IllegalArgumentException(
          "precision must be a word like FP32 or INT8, is '" + precision + "'");
    }
  }

  /** The same model in another format. */
  public ModelDescription in(ModelFormat other) {
    return new ModelDescription(other, inputs, outputs, opsets, precision);
  }

  /**
   * Looks for operators that no pod has.
   *
   * @param opsets operator domain to version
   * @throws IllegalArgumentException if there is one of them
   */
  public static void requireServed(Map<String, Integer> opsets) {
    opsets.forEach(
        (domain, version) -> {
          if (!DOMAINS.contains(domain) || version < 1) {
            throw new IllegalArgumentException(
                "opsets: operators of '"
                    + domain
                    + "' are not served, only those of ai.onnx, ai.onnx.ml and com.microsoft, each"
                    + " with a version from 1; export the model with these alone");
          }
        });
  }

  private static void requireDistinct(String field, List<Tensor> tensors) {
    if (tensors.size() > MAX_TENSORS) {
      throw new IllegalArgumentException(field + ": at most " + MAX_TENSORS + " tensors");
    }
    Set<String> names = new HashSet<>();
    for (Tensor tensor : tensors) {
      if (!names.add(tensor.name())) {
        throw new IllegalArgumentException(
            field + ": tensor '" + tensor.name() + "' is there twice");
      }
    }
  }
}
