package dev.martello.operator.findings;

import static dev.martello.operator.findings.Row.bad;
import static dev.martello.operator.findings.Row.evidence;
import static dev.martello.operator.findings.Row.nothing;
import static dev.martello.operator.findings.Row.satisfied;
import static dev.martello.operator.findings.Row.unknown;
import static dev.martello.operator.observed.Scene.tried;

import dev.martello.crds.ServingCertificate;
import dev.martello.operator.observed.ManagementTls;
import dev.martello.operator.observed.Outcome;
import dev.martello.operator.observed.Scene;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Tables of the checks on TLS and certificates. */
final class TrafficRows {
  private TrafficRows() {}

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.addAll(inference());
    rows.addAll(management());
    rows.addAll(certificate());
    return rows;
  }

  private static List<Row> inference() {
    String id = "traffic-inference";
    return List.of(
        satisfied(id, "TLS 1.3 only", nothing(), Reason.OnlyTls13),
        bad(id, "TLS 1.2 too", evidence("/tls/tls12", "Accepted"), Reason.OldTlsAccepted),
        bad(id, "plaintext too", evidence("/tls/plaintext", "Accepted"), Reason.PlaintextAccepted),
        bad(id, "no TLS 1.3", evidence("/tls/tls13", "Refused"), Reason.HandshakeRefused),
        unknown(id, "not tried", evidence("/tls/tls12", "NotTried"), Reason.TryInconclusive),
        unknown(id, "left out", evidence("/tls/plaintext", null), Reason.TryInconclusive),
        unknown(id, "nothing on TLS", evidence("/tls", null), Reason.EvidenceIncomplete));
  }

  private static List<Row> management() {
    String id = "traffic-management";
    return List.of(
        satisfied(id, "TLS 1.3 only", nothing(), Reason.OnlyTls13),
        bad(
            id,
            "TLS 1.2 too",
            tls(Outcome.Accepted, Outcome.Accepted, Outcome.Refused),
            Reason.OldTlsAccepted),
        bad(
            id,
            "plaintext too",
            tls(Outcome.Accepted, Outcome.Refused, Outcome.Accepted),
            Reason.PlaintextAccepted),
        bad(
            id,
            "a chain that isn't ours",
            tls(Outcome.Refused, Outcome.Refused, Outcome.Refused),
            Reason.HandshakeRefused),
        unknown(
            id,
            "no answer",
            tls(Outcome.TimedOut, Outcome.TimedOut, Outcome.TimedOut),
            Reason.TryInconclusive),
        unknown(
            id,
            "not tried",
            scene -> scene.managementTls = ManagementTls.notTried("no address yet"),
            Reason.TryInconclusive));
  }

  private static Consumer<Scene> tls(Outcome tls13, Outcome tls12, Outcome plaintext) {
    return scene ->
        scene.managementTls =
            new ManagementTls(
                tried(tls13), tried(tls12), tried(plaintext), Optional.of("8".repeat(64)));
  }

  /** The runtime reports the certificate 999…. */
  private static Consumer<Scene> renewed(String at, String previous) {
    return scene -> {
      scene.evidence("/tls/certificateSha256", "9".repeat(64));
      scene.certificate =
          scene.certificate.map(
              c ->
                  new ServingCertificate(
                      c.secretName(),
                      c.sha256(),
                      c.notAfter(),
                      c.authoritySha256(),
                      at,
                      previous,
                      c.trustedSha256()));
    };
  }

  private static List<Row> certificate() {
    String id = "traffic-certificate";
    return List.of(
        satisfied(id, "the issued one", nothing(), Reason.CertificateIssued),
        bad(
            id,
            "the runtime reports another",
            evidence("/tls/certificateSha256", "9".repeat(64)),
            Reason.CertificateSwapped),
        satisfied(
            id,
            "the one before, just after a renewal",
            renewed("2026-11-23T08:00:00Z", "9".repeat(64)),
            Reason.CertificateRenewing),
        bad(
            id,
            "the one before, long after a renewal",
            renewed("2026-11-23T07:30:00Z", "9".repeat(64)),
            Reason.CertificateSwapped),
        bad(
            id,
            "another still, just after a renewal",
            renewed("2026-11-23T08:00:00Z", "7".repeat(64)),
            Reason.CertificateSwapped),
        bad(
            id,
            "the handshake shows another",
            scene ->
                scene.managementTls =
                    new ManagementTls(
                        tried(Outcome.Accepted),
                        tried(Outcome.Refused),
                        tried(Outcome.Refused),
                        Optional.of("9".repeat(64))),
            Reason.CertificateSwapped),
        bad(
            id,
            "expired",
            scene -> {
              scene.now = Instant.parse("2026-12-23T08:00:00Z");
              scene.receivedAt = scene.now;
            },
            Reason.CertificateExpired),
        unknown(
            id,
            "none issued",
            scene -> scene.certificate = Optional.empty(),
            Reason.CertificateMissing),
        unknown(
            id,
            "the pod mounts an earlier one",
            scene ->
                scene.pod =
                    pod ->
                        new PodBuilder(pod)
                            .editSpec()
                            .editMatchingVolume(v -> "tls".equals(v.getName()))
                            .editSecret()
                            .withSecretName("breast-cancer-tls-earlier")
                            .endSecret()
                            .endVolume()
                            .endSpec()
                            .build(),
            Reason.CertificateReplaced),
        unknown(
            id,
            "none seen",
            scene -> {
              scene.managementTls = ManagementTls.notTried("no address yet");
              scene.evidence("/tls/certificateSha256", null);
            },
            Reason.CertificateNotSeen),
        bad(
            id,
            "a time that can't be read",
            scene ->
                scene.certificate =
                    scene.certificate.map(
                        c ->
                            new ServingCertificate(
                                c.secretName(), c.sha256(), "some day", null, null, null, null)),
            Reason.CertificateExpired));
  }
}
