package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** How requests are answered. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Serving(
    @Default("4194304")
        @Min(1024)
        @Max(1073741824)
        @JsonPropertyDescription(
            "The largest request body that is read, in bytes; a larger one is refused before it takes memory.")
        Integer maxRequestBytes,
    @Default("10")
        @Min(0)
        @Max(600)
        @JsonPropertyDescription(
            "How long a stopping pod goes on answering the requests it already has, in seconds.")
        Integer drainSeconds) {
  public Serving {
    maxRequestBytes = maxRequestBytes == null ? Integer.valueOf(4_194_304) : maxRequestBytes;
    drainSeconds = drainSeconds == null ? Integer.valueOf(10) : drainSeconds;
  }

  public static Serving defaults() {
    return new Serving(4_194_304, 10);
  }
}
