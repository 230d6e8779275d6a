package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Against which catalog the deployment is judged, and what follows when it falls short. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Compliance(
    @Default(Compliance.ISO_27001_2022)
        @ValidationRule(
            value = "self == 'iso27001-2022'",
            message = "the only catalog so far is iso27001-2022: write that, or leave profile out")
        @Size(max = 63)
        @JsonPropertyDescription(
            "The catalog of controls that status.compliance answers: iso27001-2022, the controls of ISO/IEC 27001:2022"
                + " Annex A that can be looked at in a cluster.")
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

  public Compliance {
    profile = profile == null ? ISO_27001_2022 : profile;
    enforcement = enforcement == null ? Enforcement.Report : enforcement;
    probing = probing == null ? Probing.On : probing;
  }

  public static Compliance defaults() {
    return new Compliance(ISO_27001_2022, Enforcement.Report, Probing.On);
  }
}
