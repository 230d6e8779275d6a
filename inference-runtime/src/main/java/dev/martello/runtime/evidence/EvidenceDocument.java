package dev.martello.runtime.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.runtime.tls.ServingCertificate;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * The evidence document, format version 1. Every value is read or tried while it is written; one
 * that can't be read is left out.
 */
final class EvidenceDocument {
  private static final JsonMapper MAPPER = new JsonMapper();

  private EvidenceDocument() {}

  static byte[] write(
      EvidenceSources sources, ServingCertificate certificate, EvidenceQuestion question) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("formatVersion", 1);
    json.put("nonce", question.nonce());
    json.put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    writePod(sources.environment(), json.putObject("pod"));
    ObjectNode settings = json.putObject("settings");
    settings.put("sha256", sources.settingsSha256());
    settings.put("signersSha256", sources.signersSha256());
    ModelEvidence.write(sources.model(), json.putObject("model"));
    sources.mounted().write(json);
    writeTls(sources, certificate, json.putObject("tls"));
    ProcessEvidence.write(sources.model().lockedBytes(), json.putObject("process"));
    CgroupLimits limits =
        CgroupLimits.read(Path.of("/sys/fs/cgroup"), Path.of("/proc/self/cgroup"));
    ObjectNode cgroup = json.putObject("cgroup");
    limits.memoryLimitBytes().ifPresent(bytes -> cgroup.put("memoryLimitBytes", bytes));
    limits.cpuMillis().ifPresent(millis -> cgroup.put("cpuMillis", millis));
    writeEgress(
        EgressAttempt.make(EgressAttempt.apiServer(sources.environment()), question.probing()),
        json.putObject("egress"));
    writeEgress(
        EgressAttempt.make(question.operatorPort(), question.probing()),
        json.putObject("operatorPort"));
    json.put(
        "accessLog",
        sources.accessLog().complete() ? sources.accessLog().mode().label() : "incomplete");
    try {
      return MAPPER.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
  }

  private static void writePod(Map<String, String> environment, ObjectNode into) {
    Map<String, String> fields = Map.of("POD_NAME", "name", "POD_UID", "uid", "POD_IP", "ip");
    for (String variable : new String[] {"POD_NAME", "POD_UID", "POD_IP"}) {
      String value = environment.getOrDefault(variable, "");
      if (!value.isEmpty()) {
        into.put(fields.get(variable), value);
      }
    }
  }

  private static void writeEgress(EgressAttempt attempt, ObjectNode into) {
    attempt.target().ifPresent(target -> into.put("target", target));
    into.put("outcome", attempt.outcome().name());
  }

  private static void writeTls(
      EvidenceSources sources, ServingCertificate certificate, ObjectNode into) {
    TlsAttempts attempts = TlsAttempts.make(sources.inferencePort(), certificate.leaf());
    into.put("certificateSha256", certificate.sha256());
    attempts.tls13().ifPresent(outcome -> into.put("tls13", outcome.name()));
    attempts.tls12().ifPresent(outcome -> into.put("tls12", outcome.name()));
    attempts.plaintext().ifPresent(outcome -> into.put("plaintext", outcome.name()));
  }
}
