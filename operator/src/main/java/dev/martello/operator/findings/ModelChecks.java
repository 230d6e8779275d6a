package dev.martello.operator.findings;

import static dev.martello.operator.findings.ConditionType.ModelEncrypted;
import static dev.martello.operator.findings.ConditionType.ModelVerified;

import dev.martello.crds.Grade;
import dev.martello.crds.Model;
import dev.martello.operator.desired.Signers;
import dev.martello.operator.observed.Evidence;
import dev.martello.operator.observed.ObservedPod;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The sealed model that runs: whose it is, which it is, how it was encrypted. */
final class ModelChecks {

  /**
   * AES-256-GCM in segments, keys by HKDF-SHA256: the only cipher of sealed models so far, with any
   * size of segments.
   */
  private static final Pattern CIPHERS =
      Pattern.compile("AES256_GCM_HKDF_[1-9][0-9]{0,6}(B|KB|MB)");

  static final Check SIGNATURE =
      Check.feeding(
          ModelVerified,
          Grade.Reported,
          "model-signature",
          List.of("A.5.21", "A.8.24"),
          "The model is signed by someone whom this namespace trusts",
          new Check.Meaning(
              "Every serving pod verified the signature under a key of a ModelTrust.",
              "A pod serves a model signed by a key that no ModelTrust names (any more).",
              "A pod reports no signer."),
          situation -> PerPod.evidence(situation, (pod, seen) -> signature(situation, seen)));

  static final Check IDENTITY =
      Check.feeding(
          ModelVerified,
          Grade.Reported,
          "model-identity",
          List.of("A.8.19", "A.8.32"),
          "The model that runs is the one that was asked for",
          new Check.Meaning(
              "Name, least version and digest on every serving pod are those of the spec, and so is strict memory.",
              "A pod of the desired revision serves another name, an older version or another digest, or a copy where memory should be strict.",
              "A pod of an earlier revision still serves, or reports no model."),
          situation -> PerPod.evidence(situation, (pod, seen) -> identity(situation, pod, seen)));

  static final Check ENCRYPTION =
      Check.feeding(
          ModelEncrypted,
          Grade.Reported,
          "model-encryption",
          List.of("A.8.24"),
          "The model came encrypted, and was opened with a key meant for it",
          new Check.Meaning(
              "Every serving pod reports an authenticated cipher, and that its key is one of the model's recipients.",
              "A pod reports another cipher, or a key that is not among the recipients.",
              "A pod does not report cipher and key id."),
          situation -> PerPod.evidence(situation, (pod, seen) -> encryption(seen)));

  static final Check MOUNTED_KEY =
      Check.counted(
          Grade.Reported,
          "model-key",
          List.of("A.8.24"),
          "The key that lies in the pods opens the model that they serve",
          new Check.Meaning(
              "Every serving pod tried the key that is mounted now, which may be a newer one, and it opens the model.",
              "The Secret has got other content that does not open the model: the pods serve on, a restart would fail.",
              "A pod does not report the mounted key."),
          situation -> PerPod.evidence(situation, (pod, seen) -> mountedKey(seen)));

  private ModelChecks() {}

  private static Verdict signature(Situation situation, Evidence seen) {
    Evidence.Model model = seen.model();
    Evidence.Signer signer = model == null ? null : model.signer();
    if (model == null || signer == null) {
      return missing("model.signer");
    }
    Set<String> trusted =
        situation.inputs().trust().signers().stream()
            .map(Signers::keyId)
            .flatMap(Optional::stream)
            .collect(Collectors.toSet());
    return trusted.contains(signer.keyId())
        ? Verdict.satisfied(
            Reason.SignerTrusted,
            "%s (%s) signed %s"
                .formatted(signer.name(), brief(signer.keyId()), brief(model.digest())))
        : Verdict.notSatisfied(
            Reason.SignerNotTrusted,
            "signed by %s (%s), whom no ModelTrust of this namespace names"
                .formatted(signer.name(), brief(signer.keyId())));
  }

  private static Verdict identity(Situation situation, ObservedPod pod, Evidence seen) {
    Evidence.Model model = seen.model();
    if (model == null) {
      return missing("model");
    }
    Optional<String> difference = difference(situation.spec().model(), model);
    if (difference.isEmpty()) {
      return Verdict.satisfied(
          Reason.ModelAsked,
          "%s %s, %s".formatted(model.name(), model.version(), brief(model.digest())));
    }
    return situation.outdated(pod)
        ? Verdict.unknown(Reason.OlderRevision, "an earlier revision serves: " + difference.get())
        : Verdict.notSatisfied(Reason.OtherModel, difference.get());
  }

  private static Optional<String> difference(Model asked, Evidence.Model model) {
    if (!asked.name().equals(model.name())) {
      return Optional.of("name %s instead of %s".formatted(model.name(), asked.name()));
    }
    String minimum = asked.minimumVersion();
    if (minimum != null && !SemanticVersion.reaches(model.version(), minimum)) {
      return Optional.of("version %s, less than %s".formatted(model.version(), minimum));
    }
    String digest = asked.digest();
    if (digest != null && !digest.equals(model.digest())) {
      return Optional.of("digest %s instead of %s".formatted(brief(model.digest()), brief(digest)));
    }
    return asked.memory() == null || "strict".equals(model.memory())
        ? Optional.empty()
        : Optional.of("memory is not strict: ONNX Runtime has a copy of its own");
  }

  private static Verdict encryption(Evidence seen) {
    Evidence.Model model = seen.model();
    String cipher = model == null ? null : model.cipher();
    String key = model == null ? null : model.recipientKeyId();
    List<Evidence.Recipient> recipients = model == null ? null : model.recipients();
    if (cipher == null || key == null || recipients == null) {
      return missing("model.cipher, model.recipientKeyId or model.recipients");
    }
    if (!CIPHERS.matcher(cipher).matches()) {
      return Verdict.notSatisfied(Reason.CipherNotAccepted, "cipher " + cipher);
    }
    return recipients.stream().anyMatch(recipient -> recipient.keyId().equals(key))
        ? Verdict.satisfied(
            Reason.Encrypted, "%s, opened with key %s".formatted(cipher, brief(key)))
        : Verdict.notSatisfied(
            Reason.KeyNotRecipient,
            "key %s is not among the model's recipients".formatted(brief(key)));
  }

  private static Verdict mountedKey(Evidence seen) {
    Evidence.MountedKey mounted = seen.mountedKey();
    Evidence.Model model = seen.model();
    String first = model == null ? null : model.recipientKeyId();
    if (mounted == null || first == null) {
      return missing("mountedKey or model.recipientKeyId");
    }
    String now = mounted.keyId();
    if (!mounted.opens()) {
      return Verdict.notSatisfied(
          Reason.KeyDoesNotOpen,
          "%s lies in the pod now and does not open the model: it serves on, a restart would fail; put a key back that opens it"
              .formatted(now == null ? "no key" : "key " + brief(now)));
    }
    return first.equals(now)
        ? Verdict.satisfied(Reason.KeyUnchanged, "key %s".formatted(brief(first)))
        : Verdict.satisfied(
            Reason.KeyRotated,
            "key %s lies in the pod now and opens the model too, which was opened with %s"
                .formatted(now == null ? "" : brief(now), brief(first)));
  }

  static Verdict missing(String what) {
    return Verdict.unknown(
        Reason.EvidenceIncomplete, "the pod's evidence lacks %s".formatted(what));
  }

  /** Enough of a digest to tell it from others. */
  static String brief(String digest) {
    return digest.length() > 23 ? digest.substring(0, 23) + "…" : digest;
  }
}
