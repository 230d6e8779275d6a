package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an evaluation measures, as reports spell it. */
public enum EvaluationMetric {
  @JsonProperty("accuracy")
  ACCURACY,
  @JsonProperty("f1")
  F1,
  @JsonProperty("auroc")
  AUROC,
  @JsonProperty("rmse")
  RMSE,
  @JsonProperty("agreement")
  AGREEMENT;

  /** As reports spell it. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
