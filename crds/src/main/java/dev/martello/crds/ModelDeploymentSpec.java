package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the user asks for. A component that was left out has its default, on every API server. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelDeploymentSpec(
    @Required @JsonPropertyDescription("Which sealed model to serve, and where it is.") Model model,
    @Required
        @JsonPropertyDescription(
            "Where the key is that opens the model. The operator can't read it: only the pod mounts it.")
        DecryptionKey decryptionKey,
    @Default("default")
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        @JsonPropertyDescription(
            "Which inference runtime to use: a name on the operator's list of allowed runtime images (ConfigMap"
                + " martello-runtimes), never an image, so that no other program can come near the model's key.")
        String runtime,
    @Default("1")
        @Min(0)
        @Max(100)
        @JsonPropertyDescription(
            "How many pods serve the model. From 2 up, a PodDisruptionBudget lets only one be evicted at a time.")
        Integer replicas,
    @Default("{}")
        @JsonPropertyDescription("What each pod may use; requests and limits are the same.")
        Resources resources,
    @Default("{}") @JsonPropertyDescription("How requests are answered.") Serving serving,
    @JsonPropertyDescription("Who may reach the model. Absent: nobody.") Access access,
    @Size(max = 8)
        @JsonPropertyDescription(
            "Secrets with which the node pulls the runtime's and the model's images. Only the node reads them.")
        List<LocalObjectReference> imagePullSecrets,
    @JsonPropertyDescription("On which nodes the pods may run.") Scheduling scheduling,
    @JsonPropertyDescription("Labels and annotations that the pods carry besides Martello's own.")
        PodMetadata podMetadata,
    @Default("false")
        @JsonPropertyDescription(
            "true stops serving: no pod runs, everything else stays. Conditions say Suspended meanwhile.")
        boolean suspend,
    @Default("600")
        @Min(10)
        @Max(86400)
        @JsonPropertyDescription(
            "How long a new revision may take until all its pods have verified, opened and warmed up the model and"
                + " answer, in seconds; any change of the spec starts it anew. Later than that it goes to zero and the"
                + " earlier revision serves on; without an earlier one it is reported and goes on trying.")
        Integer progressDeadlineSeconds,
    @Nullable
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        @JsonPropertyDescription(
            "Which operator looks after this, where there are several: the one with this OPERATOR_CLASS. Absent: the one"
                + " without. No other touches it.")
        String operatorClass,
    @JsonPropertyDescription(
            "Who answers for this model and for what it is used. Declared by the user, shown to the auditor, judged by"
                + " the controls on ownership, classification and review.")
        Governance governance,
    @Default("{}")
        @JsonPropertyDescription("Against what the deployment is judged, and what follows.")
        Compliance compliance,
    @Nullable
        @JsonPropertyDescription(
            "What every new revision must show, on the node and within the limits of a serving pod, before it may serve."
                + " Absent: nothing, and accuracy is what the model's signed report says.")
        Evaluation evaluation,
    @Nullable
        @JsonPropertyDescription(
            "Has a HorizontalPodAutoscaler set replicas by the pods' use of CPU; leave replicas out then. Needs a metrics"
                + " server in the cluster.")
        Scaling scaling) {

  public ModelDeploymentSpec {
    runtime = runtime == null ? "default" : runtime;
    progressDeadlineSeconds =
        progressDeadlineSeconds == null ? Integer.valueOf(600) : progressDeadlineSeconds;
    replicas = replicas == null ? Integer.valueOf(1) : replicas;
    resources = resources == null ? Resources.defaults() : resources;
    serving = serving == null ? Serving.defaults() : serving;
    access = access == null ? Access.nobody() : access;
    imagePullSecrets = imagePullSecrets == null ? List.of() : List.copyOf(imagePullSecrets);
    scheduling = scheduling == null ? Scheduling.anywhere() : scheduling;
    podMetadata = podMetadata == null ? PodMetadata.none() : podMetadata;
    governance = governance == null ? Governance.undeclared() : governance;
    compliance = compliance == null ? Compliance.defaults() : compliance;
  }

  /** The least that can be said: a model and its key, everything else by default. */
  public static ModelDeploymentSpec of(Model model, DecryptionKey decryptionKey) {
    return new ModelDeploymentSpec(
        model,
        decryptionKey,
        "default",
        1,
        Resources.defaults(),
        Serving.defaults(),
        Access.nobody(),
        List.of(),
        Scheduling.anywhere(),
        PodMetadata.none(),
        false,
        600,
        null,
        Governance.undeclared(),
        Compliance.defaults(),
        null,
        null);
  }
}
