package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What a pod may use: the limits, which are the requests too. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Resources(
    @Size(max = 8)
        @Default("{\"cpu\": \"1\", \"memory\": \"512Mi\"}")
        @ValidationRule(
            value = "self.all(name, name in ['cpu', 'memory'])",
            messageExpression =
                "'Martello serves on CPU only: remove ' + self.filter(name, !(name in ['cpu', 'memory']))[0]"
                    + " + ' from resources.limits, which takes cpu and memory'")
        @ValidationRule(
            value = "self.all(name, quantity(string(self[name])).isGreaterThan(quantity('0')))",
            message =
                "cpu and memory in resources.limits must be above zero: raise the one that is not, or remove it")
        @JsonPropertyDescription(
            "The most that one pod may use of cpu (default 1) and memory (default 512Mi), reserved for it in full. A pod"
                + " that exceeds its memory is stopped. Nothing else can be asked for: Martello serves on CPU only.")
        Map<String, Quantity> limits) {

  private static final Map<String, Quantity> DEFAULTS =
      Map.of("cpu", new Quantity("1"), "memory", new Quantity("512Mi"));

  /** One that was left out has its default. */
  public Resources {
    var all = new TreeMap<>(DEFAULTS);
    if (limits != null) all.putAll(limits);
    limits = Collections.unmodifiableSortedMap(all);
  }

  public static Resources defaults() {
    return new Resources(Map.of());
  }
}
