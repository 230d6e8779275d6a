package dev.martello.operator.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.operator.audit.AuditChain;
import dev.martello.operator.audit.AuditHead;
import dev.martello.operator.audit.AuditHeadFormat;
import dev.martello.operator.audit.AuditVerification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Log, head and CA as {@code martello audit verify} is tested with them. */
class AuditContractTest {
  private static final Path CONTRACTS = Path.of("..", "docs", "contracts");
  private static final Path LOG = CONTRACTS.resolve("audit.jsonl");
  private static final Path HEAD = CONTRACTS.resolve("audit-head.json");
  private static final Path CA = CONTRACTS.resolve("audit-ca.crt.pem");
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-23T08:00:00Z"));

  @BeforeAll
  static void regenerate() throws IOException {
    if (System.getProperty("regenerate") == null || Files.exists(LOG)) {
      return; // signatures differ each time: delete the three files to make them anew
    }
    CertificateAuthority authority = CertificateAuthority.make(CLOCK.instant());
    AuditSigner signer = new AuditSigner(() -> Authorities.only(authority), CLOCK);
    AuditChain chain = AuditChain.first();
    List<String> lines = new ArrayList<>();
    lines.add("{\"time\":\"2026-11-23T08:00:00Z\",\"decision\":\"Started\"}");
    lines.add(chain.append(line("EpochOpened", "")));
    for (String name : List.of("breast-cancer", "digits", "iris")) {
      lines.add(chain.append(line("Created", name)));
    }
    AuditHead first = signer.sign(chain.place());
    AuditChain next = AuditChain.after(first);
    lines.add(
        next.append(
            Map.of(
                "decision",
                "EpochOpened",
                "after",
                Map.of("epoch", first.epoch(), "number", first.number(), "hash", first.hash()))));
    lines.add(next.append(line("Deleted", "iris")));
    Files.write(LOG, lines);
    Files.writeString(HEAD, AuditHeadFormat.write(signer.sign(next.place())) + "\n");
    Files.writeString(CA, authority.certificatePem());
  }

  private static Map<String, String> line(String decision, String deployment) {
    return Map.of("decision", decision, "deployment", deployment);
  }

  @Test
  void headIsTheOperatorsWordAndTheLogMeetsIt() throws Exception {
    AuditHead head = AuditHeadFormat.read(Files.readString(HEAD)).orElseThrow();
    assertThat(head.fault(Pem.readCertificate(Files.readString(CA)))).isEmpty();
    AuditVerification verification = new AuditVerification(List.of(head));
    long number = 0;
    for (String line : Files.readAllLines(LOG)) {
      verification.line("", ++number, line.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(verification.finish()).isEmpty();
    assertThat(verification.lines()).isEqualTo(6);
  }

  @Test
  void headOfAnyOtherMakingIsRefused() throws Exception {
    Instant now = CLOCK.instant();
    CertificateAuthority authority = CertificateAuthority.make(now);
    AuditHead head =
        new AuditSigner(() -> Authorities.only(authority), CLOCK).sign(AuditChain.first().place());
    assertThat(head.fault(authority.certificate())).isEmpty();
    assertThat(head.fault(CertificateAuthority.make(now).certificate()))
        .hasValueSatisfying(fault -> assertThat(fault).contains("this CA certified"));
    AuditHead other =
        new AuditHead(2, head.number(), head.hash(), head.signature(), head.certificate());
    assertThat(other.fault(authority.certificate()))
        .hasValueSatisfying(fault -> assertThat(fault).contains("signature"));
    AuditHead byAServer =
        new AuditHead(
            head.epoch(),
            head.number(),
            head.hash(),
            head.signature(),
            authority.issueServing("model", "demo", now).certificate());
    assertThat(byAServer.fault(authority.certificate()))
        .hasValueSatisfying(fault -> assertThat(fault).contains("purpose"));
  }
}
