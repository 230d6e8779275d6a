package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was observed, never what was intended. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelDeploymentStatus(
    @Nullable @JsonPropertyDescription("Of which generation of the spec this status speaks.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "What holds, each with its reason. True only if it was seen; Unknown if it can't be looked at.")
        List<Condition> conditions,
    @Nullable @JsonPropertyDescription("The revision that serves now: the hash of its settings.")
        String revision,
    @Nullable
        @JsonPropertyDescription(
            "A revision that was taken out of service for good, and why. It stays until the spec changes.")
        Refusal refused,
    @Nullable @JsonPropertyDescription("How many pods exist, of all revisions.") Integer replicas,
    @Nullable @JsonPropertyDescription("How many pods are ready to answer.") Integer readyReplicas,
    @Nullable
        @JsonPropertyDescription(
            "Selects the pods; read by autoscalers through the scale subresource.")
        String selector,
    @Nullable @JsonPropertyDescription("The model that serves, as the pods report it.")
        ServedModel model,
    @Nullable @JsonPropertyDescription("The certificate with which the pods answer.")
        ServingCertificate certificate,
    @Nullable @JsonPropertyDescription("The controls, one by one, with what was found.")
        ComplianceStatus compliance,
    @Size(max = 10)
        @JsonPropertyDescription("The last ten revisions, the one that is asked for now first.")
        List<RevisionStatus> revisions,
    @Nullable @JsonPropertyDescription("Which change by others to an owned object was undone last.")
        Drift lastDrift,
    @JsonPropertyDescription(
            "How the revisions did that were evaluated by spec.evaluation and still stand.")
        List<EvaluationVerdict> evaluations) {

  public ModelDeploymentStatus {
    revisions = revisions == null ? List.of() : List.copyOf(revisions);
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    evaluations = evaluations == null ? List.of() : List.copyOf(evaluations);
  }

  /** How that revision did, if it was evaluated. */
  public Optional<EvaluationVerdict> evaluation(String ofRevision) {
    return evaluations.stream()
        .filter(verdict -> verdict.revision().equals(ofRevision))
        .findFirst();
  }

  /** The condition of that type, if there is one. */
  public Optional<Condition> condition(String type) {
    return conditions.stream().filter(condition -> condition.type().equals(type)).findFirst();
  }

  /** The same with other conditions. */
  public ModelDeploymentStatus withConditions(List<Condition> others) {
    return new ModelDeploymentStatus(
        observedGeneration,
        others,
        revision,
        refused,
        replicas,
        readyReplicas,
        selector,
        model,
        certificate,
        compliance,
        revisions,
        lastDrift,
        evaluations);
  }
}
