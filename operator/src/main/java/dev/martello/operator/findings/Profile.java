package dev.martello.operator.findings;

import dev.martello.crds.Compliance;
import dev.martello.crds.ComplianceProfile;
import dev.martello.crds.ProfileCheck;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which checks count, what they demand besides, and to whose ids they answer.
 *
 * @param problem why this is not the profile that was asked for
 */
public record Profile(
    String name, String framework, List<ProfileCheck> checks, Optional<String> problem) {
  private static final String ISO = "ISO/IEC 27001:2022 Annex A";

  /** The least that keeps a model secret and its callers apart. */
  private static final List<String> MINIMAL =
      List.of(
          "model-signature",
          "model-identity",
          "model-encryption",
          "traffic-inference",
          "traffic-management",
          "traffic-certificate",
          "network-policies",
          "network-ingress",
          "network-egress",
          "pod-fields",
          "runtime-image",
          "process-confined",
          "token-absent",
          "settings-digest");

  /** The one that the spec names; if there is none, that of the standard, with the problem. */
  static Profile of(Situation situation) {
    String wanted = situation.spec().compliance().profile();
    if (wanted.equals(Compliance.ISO_27001_2022)) {
      return everything(Optional.empty());
    }
    if (wanted.equals(Compliance.MINIMAL)) {
      return new Profile(wanted, ISO, chosen(MINIMAL), Optional.empty());
    }
    return situation.observed().surroundings().profiles().stream()
        .filter(profile -> wanted.equals(profile.getMetadata().getName()))
        .findFirst()
        .map(Profile::written)
        .orElseGet(
            () ->
                everything(
                    Optional.of(
                        "There is no ComplianceProfile %s, or this operator may not see it; shown is %s."
                            .formatted(wanted, Compliance.ISO_27001_2022))));
  }

  private static Profile written(ComplianceProfile profile) {
    return new Profile(
        profile.getMetadata().getName(),
        profile.getSpec().framework(),
        profile.getSpec().checks(),
        Optional.empty());
  }

  private static Profile everything(Optional<String> problem) {
    return new Profile(
        Compliance.ISO_27001_2022,
        ISO,
        chosen(Catalog.CHECKS.stream().map(Check::id).toList()),
        problem);
  }

  private static List<ProfileCheck> chosen(List<String> ids) {
    return ids.stream().map(id -> new ProfileCheck(id, List.of(), false, Map.of())).toList();
  }

  Optional<ProfileCheck> check(String id) {
    return checks.stream().filter(check -> check.check().equals(id)).findFirst();
  }

  /** What it demands of that check under that name. */
  Optional<String> parameter(String check, Parameter parameter) {
    return check(check).map(ProfileCheck::parameters).map(all -> all.get(parameter.word()));
  }
}
