package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How often, and where, the opened model may lie in a pod's memory. */
public enum ModelMemory {
  /** Once, where the pod locks and wipes it. */
  @JsonProperty("strict")
  STRICT
}
