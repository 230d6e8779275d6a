package dev.martello.operator.desired;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Quantities as the API server would store them, so that what we apply and what it shows are the
 * same text: cpu in cores or milli-cores, memory in the largest binary unit that leaves a whole
 * number, else in the largest decimal one.
 */
final class CanonicalQuantity {
  private static final List<String> BINARY = List.of("Ei", "Pi", "Ti", "Gi", "Mi", "Ki");
  private static final List<String> DECIMAL = List.of("k", "M", "G", "T", "P", "E");

  private CanonicalQuantity() {}

  /** The same resources, in the order of names. */
  static Map<String, Quantity> all(Map<String, Quantity> resources) {
    Map<String, Quantity> canonical = new TreeMap<>();
    resources.forEach((name, amount) -> canonical.put(name, of(name, amount)));
    return canonical;
  }

  /**
   * @throws ArithmeticException if it is finer than a milli-core, or than a byte
   * @throws IllegalArgumentException if it isn't a quantity
   */
  static Quantity of(String resource, Quantity quantity) {
    return resource.equals("cpu") ? cpu(quantity) : memory(quantity);
  }

  private static Quantity cpu(Quantity quantity) {
    BigDecimal cores = Quantity.getAmountInBytes(quantity);
    BigDecimal milli = cores.movePointRight(3);
    long count = milli.longValueExact();
    return count % 1000 == 0
        ? new Quantity(Long.toString(count / 1000))
        : new Quantity(Long.toString(count), "m");
  }

  private static Quantity memory(Quantity quantity) {
    long bytes = Quantity.getAmountInBytes(quantity).longValueExact();
    for (int i = 0; i < BINARY.size(); i++) {
      long unit = 1L << (10 * (BINARY.size() - i));
      if (bytes >= unit && bytes % unit == 0) {
        return new Quantity(Long.toString(bytes / unit), BINARY.get(i));
      }
    }
    String unit = "";
    for (int i = 0; i < DECIMAL.size() && bytes != 0 && bytes % 1000 == 0; i++) {
      bytes /= 1000;
      unit = DECIMAL.get(i);
    }
    return new Quantity(Long.toString(bytes), unit);
  }
}
