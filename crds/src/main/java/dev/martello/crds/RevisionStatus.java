package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One revision that was asked for, and what became of it. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record RevisionStatus(
    @Required @JsonPropertyDescription("Which revision: the hash of what its pods run with.")
        String revision,
    @Required @JsonPropertyDescription("What became of it.") Result result,
    @Nullable @JsonPropertyDescription("Why it was refused, in one word.") String reason,
    @Required @JsonPropertyDescription("Of which generation of the spec it was rolled out.")
        Long generation,
    @Required @JsonPropertyDescription("When it was first asked for (RFC 3339).") String begun,
    @Required @JsonPropertyDescription("Since when the result is what it is (RFC 3339).")
        String since,
    @Nullable
        @JsonPropertyDescription(
            "Field manager of the change of the spec that led to it, such as kubectl-edit or argocd-controller. Absent"
                + " if the spec did not change: then the trusted signers, the list of runtimes or the operator did.")
        String changedBy,
    @Nullable
        @JsonPropertyDescription(
            "The annotation martello.dev/git-commit that the object had then; nobody sets it but you or your pipeline.")
        String gitCommit,
    @Required @JsonPropertyDescription("The runtime's image, with its digest.") String runtimeImage,
    @Required @JsonPropertyDescription("SHA-256 of runtime.json, in hex.") String settingsSha256,
    @Nullable
        @JsonPropertyDescription(
            "The model that it served, as its pods reported it: digest, signer, id of the key.")
        ServedModel model,
    @Required
        @JsonPropertyDescription(
            "That part of the spec that made this revision, as JSON; read by martello rollback.")
        String spec,
    @Nullable
        @JsonPropertyDescription(
            "While it rolls out: SHA-256 of the whole spec without its replicas. Another one gives the revision all its"
                + " time again, a mere scaling does not.")
        String specSha256) {

  /** The fields of the spec that make a revision; of access all but who may connect. */
  public static final List<String> SPEC_FIELDS =
      List.of(
          "model",
          "decryptionKey",
          "runtime",
          "resources",
          "serving",
          "access",
          "imagePullSecrets",
          "scheduling",
          "podMetadata");

  /** Fields of access that the network policy alone is made of: going back leaves them alone. */
  public static final List<String> NETWORK_FIELDS = List.of("from", "monitoringFrom");

  /** What became of a revision. */
  public enum Result {
    /** Its pods are coming up. */
    RollingOut,
    /** All its pods were available, and no later revision took over. */
    Serving,
    /** Taken out of service for good: the reason says why. */
    Refused,
    /** It served until a later one took over. */
    Replaced,
    /** Another one was asked for before it ever served. */
    Superseded
  }

  /** The same, with another result from that time on. */
  public RevisionStatus becoming(Result next, String time) {
    return new RevisionStatus(
        revision,
        next,
        null,
        generation,
        begun,
        time,
        changedBy,
        gitCommit,
        runtimeImage,
        settingsSha256,
        model,
        spec,
        null);
  }
}
