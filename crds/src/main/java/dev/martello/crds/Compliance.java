package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;

/** Against which catalog the deployment is judged, and what follows when it falls short. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Compliance(
    @Default(Compliance.ISO_27001_2022)
        @Size(max = 63)
        @JsonPropertyDescription(
            "Which checks count in status.compliance, and to whose ids they answer: iso27001-2022 (all, by ISO/IEC"
                + " 27001:2022 Annex A), minimal (the least that protects a model), or the name of a ComplianceProfile.")
        String profile,
    @Default("Report")
        @JsonPropertyDescription(
            "Report: shortcomings are reported and serving goes on. Block: a revision with a control that is not"
                + " satisfied is taken down until the spec changes; what can't be seen never blocks.")
        Enforcement enforcement,
    @Default("On")
        @JsonPropertyDescription(
            "On: pods and operator attempt connections that the network policies must stop, to see whether they do; these"
                + " attempts show in flow logs. Off: they don't, and the checks network-egress and network-ingress are"
                + " unknown.")
        Probing probing) {

  public static final String ISO_27001_2022 = "iso27001-2022";
  public static final String MINIMAL = "minimal";

  public Compliance {
    profile = profile == null ? ISO_27001_2022 : profile;
    enforcement = enforcement == null ? Enforcement.Report : enforcement;
    probing = probing == null ? Probing.On : probing;
  }

  public static Compliance defaults() {
    return new Compliance(ISO_27001_2022, Enforcement.Report, Probing.On);
  }
}
