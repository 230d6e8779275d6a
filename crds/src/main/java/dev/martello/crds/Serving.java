package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** How requests are answered. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
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
        Integer drainSeconds,
    @Nullable
        @JsonPropertyDescription(
            "Which requests get a line in the pods' logs: All (if absent); Refusals, those whose status is 400 or"
                + " above; or Sample, those and every hundredth of the others. Only All satisfies the control on logging.")
        AccessLogMode accessLog) {
  public Serving {
    maxRequestBytes = maxRequestBytes == null ? Integer.valueOf(4_194_304) : maxRequestBytes;
    drainSeconds = drainSeconds == null ? Integer.valueOf(10) : drainSeconds;
  }

  public static Serving defaults() {
    return new Serving(4_194_304, 10, null);
  }
}
