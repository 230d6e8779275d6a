package dev.martello.operator.findings;

import static dev.martello.operator.findings.ConditionType.ConfigurationManaged;

import dev.martello.crds.Grade;
import dev.martello.operator.desired.Desired;
import dev.martello.operator.observed.Evidence;
import dev.martello.operator.observed.ObservedObject;
import dev.martello.operator.observed.ObservedObject.Standing;
import dev.martello.operator.observed.ObservedPod;
import java.util.List;
import java.util.Optional;

/** Whether what runs is what was rendered. */
final class ConfigurationChecks {

  static final Check SETTINGS =
      Check.feeding(
          ConfigurationManaged,
          Grade.Reported,
          "settings-digest",
          List.of("A.8.9"),
          "The pods run with exactly the rendered settings and trusted signers",
          new Check.Meaning(
              "Every serving pod reports the SHA-256 of the rendered runtime.json and signers.json.",
              "A pod of the desired revision reports another one.",
              "A pod of an earlier revision still serves, or nothing was rendered."),
          situation -> PerPod.evidence(situation, (pod, seen) -> settings(situation, pod, seen)));

  static final Check DRIFT =
      Check.feeding(
          ConfigurationManaged,
          Grade.Declared,
          "drift-undone",
          List.of("A.8.9", "A.8.32"),
          "Nobody else's change to our objects stands",
          new Check.Meaning(
              "Every object stands as rendered, and no other field manager owns a part of its spec.",
              "An object differs, is missing, is not ours, or was refused by the API server.",
              "Nothing was rendered or compared."),
          ConfigurationChecks::drift);

  private ConfigurationChecks() {}

  private static Verdict settings(Situation situation, ObservedPod pod, Evidence seen) {
    Optional<Desired> wanted = situation.desired();
    if (wanted.isEmpty()) {
      return Verdict.unknown(Reason.NothingRendered, "the spec is not accepted, see Accepted");
    }
    Desired desired = wanted.get();
    if (situation.outdated(pod)) {
      return Verdict.unknown(
          Reason.OlderRevision,
          "revision %s serves, %s is desired".formatted(pod.revision(), desired.revision()));
    }
    if (!desired.settingsSha256().equals(seen.settings().sha256())) {
      return differ("runtime.json", seen.settings().sha256(), desired.settingsSha256());
    }
    return desired.signersSha256().equals(seen.settings().signersSha256())
        ? Verdict.satisfied(
            Reason.SettingsRendered,
            "revision %s, runtime.json %s"
                .formatted(desired.revision(), brief(desired.settingsSha256())))
        : differ("signers.json", seen.settings().signersSha256(), desired.signersSha256());
  }

  private static Verdict differ(String file, String seen, String desired) {
    return Verdict.notSatisfied(
        Reason.SettingsDiffer,
        "%s is %s instead of %s".formatted(file, brief(seen), brief(desired)));
  }

  private static Verdict drift(Situation situation) {
    List<ObservedObject> objects = situation.observed().dependents().objects();
    if (situation.desired().isEmpty() || objects.isEmpty()) {
      return Verdict.unknown(Reason.NothingRendered, "nothing was rendered or compared");
    }
    List<String> off =
        objects.stream()
            .filter(o -> o.standing() != Standing.AsRendered)
            .map(o -> "%s %s: %s".formatted(o.kind(), o.name(), words(o)))
            .toList();
    return off.isEmpty()
        ? Verdict.satisfied(
            Reason.NoDrift,
            "%d objects stand as rendered%s".formatted(objects.size(), lastUndone(situation)))
        : Verdict.notSatisfied(Reason.Drifted, String.join("; ", off));
  }

  private static String lastUndone(Situation situation) {
    return situation
        .observed()
        .dependents()
        .lastDrift()
        .map(
            drift ->
                "; last undone, at %s: %s, %s"
                    .formatted(drift.undone(), drift.object(), String.join(", ", drift.changes())))
        .orElse("");
  }

  private static String words(ObservedObject object) {
    return object.detail().isBlank() ? object.standing().name() : object.detail();
  }

  private static String brief(String sha256) {
    return sha256.length() > 16 ? sha256.substring(0, 16) + "…" : sha256;
  }
}
