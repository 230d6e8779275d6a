package dev.martello.operator.observed;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The evidence document of one pod, as {@code docs/contracts/evidence.json} shows it. A value that
 * the runtime could not read is left out: null here, Unknown in the findings.
 *
 * @param nonce hex, the one that the operator asked with
 * @param accessLog {@code all}, only failures, or nothing
 */
public record Evidence(
    @JsonProperty(required = true) int formatVersion,
    @JsonProperty(required = true) String nonce,
    @JsonProperty(required = true) Instant time,
    @JsonProperty(required = true) PodIdentity pod,
    @JsonProperty(required = true) Settings settings,
    @Nullable Model model,
    @Nullable MountedKey mountedKey,
    @Nullable MountedFiles mountedFiles,
    @Nullable Tls tls,
    @JsonProperty("process") @Nullable ProcessFacts process,
    @Nullable Cgroup cgroup,
    @Nullable Egress egress,
    @Nullable Egress operatorPort,
    @Nullable String accessLog) {

  public Evidence {
    requireNonNull(nonce, "nonce");
    requireNonNull(time, "time");
    requireNonNull(pod, "pod");
    requireNonNull(settings, "settings");
  }

  public record PodIdentity(@Nullable String name, @Nullable String uid, @Nullable String ip) {}

  /** Hex SHA-256 of the two settings files as mounted. */
  public record Settings(
      @JsonProperty(required = true) String sha256,
      @JsonProperty(required = true) String signersSha256) {
    public Settings {
      requireNonNull(sha256, "settings.sha256");
      requireNonNull(signersSha256, "settings.signersSha256");
    }
  }

  /** The model that is being served, as verified and opened by this process. */
  public record Model(
      @JsonProperty(required = true) String name,
      @JsonProperty(required = true) String version,
      @JsonProperty(required = true) String digest,
      @Nullable String plaintextDigest,
      @Nullable Signer signer,
      @Nullable String memory,
      @Nullable String cipher,
      @Nullable String recipientKeyId,
      @Nullable List<Recipient> recipients,
      @Nullable Evaluation evaluation,
      @Nullable String onnxRuntime) {
    public Model {
      requireNonNull(name, "model.name");
      requireNonNull(version, "model.version");
      requireNonNull(digest, "model.digest");
      recipients = recipients == null ? null : List.copyOf(recipients);
    }
  }

  public record Signer(
      @JsonProperty(required = true) String name, @JsonProperty(required = true) String keyId) {
    public Signer {
      requireNonNull(name, "model.signer.name");
      requireNonNull(keyId, "model.signer.keyId");
    }
  }

  public record Recipient(
      @JsonProperty(required = true) String kind, @JsonProperty(required = true) String keyId) {
    public Recipient {
      requireNonNull(kind, "model.recipients.kind");
      requireNonNull(keyId, "model.recipients.keyId");
    }
  }

  /** The evaluation report that the signer sealed in with the model. */
  public record Evaluation(
      @JsonProperty(required = true) String metric,
      @JsonProperty(required = true) double value,
      @JsonProperty(required = true) double lower,
      @JsonProperty(required = true) double upper,
      @JsonProperty(required = true) long rows,
      @JsonProperty(required = true) String datasetSha256) {
    public Evaluation {
      requireNonNull(metric, "model.evaluation.metric");
      requireNonNull(datasetSha256, "model.evaluation.datasetSha256");
    }
  }

  /**
   * The key that lies in the pod now, which a restart would use.
   *
   * @param keyId absent if the file is no key
   * @param opens whether it opens the model that is served, as tried by this process
   */
  public record MountedKey(@Nullable String keyId, @JsonProperty(required = true) boolean opens) {}

  /** Hex SHA-256 of files in use that may change under the pod. */
  public record MountedFiles(
      @Nullable String certificate,
      @Nullable String operatorAuthority,
      @Nullable String clientAuthority,
      @Nullable String tokenKeys) {}

  /** The certificate in use, and the runtime's attempts against its own inference port. */
  public record Tls(
      @Nullable String certificateSha256,
      @Nullable Outcome tls13,
      @Nullable Outcome tls12,
      @Nullable Outcome plaintext) {}

  /** Facts from /proc/self, and attempts inside the container. */
  public record ProcessFacts(
      @Nullable Long uid,
      @Nullable String capabilitiesEffective,
      @Nullable Boolean noNewPrivileges,
      @Nullable Integer seccomp,
      @Nullable String uidMap,
      @Nullable Boolean dumpable,
      @Nullable Long coreLimit,
      @Nullable Long lockedBytes,
      @Nullable Outcome rootFilesystem,
      @Nullable Outcome shell,
      @Nullable Outcome serviceAccountToken) {}

  public record Cgroup(@Nullable Long memoryLimitBytes, @Nullable Long cpuMillis) {}

  /**
   * TCP connect to the API server, or to the port that the operator opens to everyone: forbidden by
   * our policy.
   */
  public record Egress(@Nullable String target, @Nullable Outcome outcome) {}
}
