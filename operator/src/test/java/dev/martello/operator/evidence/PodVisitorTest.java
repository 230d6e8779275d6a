package dev.martello.operator.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.crds.Probing;
import dev.martello.operator.certificates.TestServers;
import dev.martello.operator.health.OpenPort;
import dev.martello.operator.observed.Control;
import dev.martello.operator.observed.EvidenceFormat;
import dev.martello.operator.observed.Outcome;
import dev.martello.operator.observed.Receipt;
import dev.martello.operator.observed.Sight;
import dev.martello.operator.observed.Try;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** Visits to pods that behave, and to all kinds that don't. */
class PodVisitorTest {
  private static final String NONCE_OF_EXAMPLE =
      "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

  /** The time that the agreed document bears. */
  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

  private static final PositiveControls NO_CONTROLS =
      new PositiveControls(Optional.empty(), Optional.empty());

  private final TestServers servers = new TestServers();
  private final PodVisitor visitor =
      new PodVisitor(
          servers.operator(), InstantSource.fixed(NOW), Duration.ofMinutes(5), NO_CONTROLS);

  private static String evidence(String nonce) {
    try {
      return Files.readString(Path.of("..", "docs", "contracts", "evidence.json"))
          .replace(NONCE_OF_EXAMPLE, nonce);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private String honest(String requestLine) {
    return TestPod.http(sealed(evidence(TestPod.nonce(requestLine))));
  }

  private String sealed(String document) {
    return servers.sealed("model", document);
  }

  private Knock visit(SSLContext context, UnaryOperator<String> answer) throws IOException {
    try (TestPod pod = TestPod.tls(context, "TLSv1.3", answer)) {
      return visitor.visit(pod.address(), Probing.On);
    }
  }

  private static String reason(Knock knock) {
    return knock.evidence() instanceof Sight.Unseen<Receipt> unseen ? unseen.reason() : "Seen";
  }

  @Test
  void honestPodIsSeenAndItsPortsAreTried() throws Exception {
    Knock knock = visit(servers.pod("model"), this::honest);

    assertThat(reason(knock)).isEqualTo("Seen");
    assertThat(knock.managementTls().tls13().outcome()).isEqualTo(Outcome.Accepted);
    assertThat(knock.managementTls().tls12().outcome()).isEqualTo(Outcome.Refused);
    assertThat(knock.managementTls().plaintext().outcome()).isEqualTo(Outcome.Refused);
    assertThat(knock.managementTls().certificateSha256().orElseThrow()).matches("[0-9a-f]{64}");
    // Here both ports are one, so the connection goes through.
    assertThat(knock.inferencePort().outcome()).isEqualTo(Outcome.Accepted);
  }

  @Test
  void documentWithoutLengthEndsWithTheConnection() throws Exception {
    Knock knock =
        visit(
            servers.pod("model"),
            request ->
                "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
                    + sealed(evidence(TestPod.nonce(request))));
    assertThat(reason(knock)).isEqualTo("Seen");
  }

  @Test
  void replayedDocumentIsNotFresh() throws Exception {
    Knock knock =
        visit(servers.pod("model"), r -> TestPod.http(sealed(evidence(NONCE_OF_EXAMPLE))));
    assertThat(reason(knock)).isEqualTo("EvidenceNotFresh");
    assertThat(knock.managementTls().tls13().outcome()).isEqualTo(Outcome.Accepted);
  }

  @Test
  void documentWithAnOldTimeIsNotFresh() throws Exception {
    for (String time : List.of("2026-11-23T07:54:59Z", "2026-11-23T08:05:01Z")) {
      Knock knock =
          visit(
              servers.pod("model"),
              r ->
                  TestPod.http(
                      sealed(evidence(TestPod.nonce(r)).replace("2026-11-23T08:00:00Z", time))));
      assertThat(reason(knock)).as(time).isEqualTo("EvidenceNotFresh");
    }
  }

  @Test
  void documentSignedWithAnotherKeyCountsForNothing() throws Exception {
    Knock knock =
        visit(
            servers.pod("model"),
            r -> TestPod.http(servers.sealed("other", evidence(TestPod.nonce(r)))));
    assertThat(reason(knock)).isEqualTo("EvidenceSignatureInvalid");
  }

  @Test
  void certificateThatWasRenewedDuringTheQuestionCostsOneMoreQuestion() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Knock knock =
        visit(
            servers.pod("model"),
            r -> {
              boolean first = r.contains("/evidence") && asked.getAndIncrement() == 0;
              return TestPod.http(
                  servers.sealed(first ? "other" : "model", evidence(TestPod.nonce(r))));
            });
    assertThat(reason(knock)).isEqualTo("Seen");
    assertThat(asked).hasValue(2);
  }

  @Test
  void documentThatWasChangedAfterSigningCountsForNothing() throws Exception {
    Knock knock =
        visit(
            servers.pod("model"),
            r -> {
              String document = evidence(TestPod.nonce(r));
              String payload = base64(document);
              String changed = base64(document.replace("\"all\"", "\"some\""));
              return TestPod.http(sealed(document).replace(payload, changed));
            });
    assertThat(reason(knock)).isEqualTo("EvidenceSignatureInvalid");
  }

  @Test
  void documentWithoutEnvelopeIsMalformed() throws Exception {
    assertThat(reason(visit(servers.pod("model"), r -> TestPod.http(evidence(TestPod.nonce(r))))))
        .isEqualTo("EvidenceMalformed");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The operator itself tries what the pod was asked to try. */
  @Test
  void controlsAreMadeInTheSameVisit() throws Exception {
    try (OpenPort open = OpenPort.open(0)) {
      String target = "127.0.0.1:" + open.port();
      PodVisitor controlling =
          new PodVisitor(
              servers.operator(),
              InstantSource.fixed(NOW),
              Duration.ofMinutes(5),
              new PositiveControls(Optional.empty(), Optional.of(target)));
      List<String> asked = new CopyOnWriteArrayList<>();
      UnaryOperator<String> answer =
          request -> {
            asked.add(request);
            return honest(request);
          };
      try (TestPod pod = TestPod.tls(servers.pod("model"), "TLSv1.3", answer)) {
        Knock on = controlling.visit(pod.address(), Probing.On);
        assertThat(asked.getFirst()).contains("&operatorPort=" + target);
        assertThat(((Sight.Seen<Receipt>) on.evidence()).value().controls())
            .containsExactly(new Control(target, new Try(Outcome.Accepted, Optional.of(NOW), "")));
        asked.clear();
        Knock off = controlling.visit(pod.address(), Probing.Off);
        assertThat(asked.getFirst()).contains("&probing=off").doesNotContain("operatorPort");
        assertThat(((Sight.Seen<Receipt>) off.evidence()).value().controls()).isEmpty();
        assertThat(off.inferencePort().outcome()).isEqualTo(Outcome.NotTried);
      }
    }
  }

  @Test
  void certificateOfAnotherServiceIsNotTrusted() throws Exception {
    Knock knock = visit(servers.pod("other"), this::honest);
    assertThat(reason(knock)).isEqualTo("ServerNotTrusted");
    assertThat(knock.managementTls().tls13().outcome()).isEqualTo(Outcome.Refused);
    assertThat(knock.managementTls().certificateSha256()).isEmpty();
  }

  @Test
  void certificateOfAnotherAuthorityIsNotTrusted() throws Exception {
    assertThat(reason(visit(servers.impostor(), this::honest))).isEqualTo("ServerNotTrusted");
  }

  @Test
  void clientCertificateIsNoServers() throws Exception {
    assertThat(reason(visit(servers.clientAsServer(), this::honest))).isEqualTo("ServerNotTrusted");
  }

  @Test
  void oversizedDocumentIsNotRead() throws Exception {
    String long1 = "x".repeat(EvidenceFormat.MAX_BYTES + 1);
    assertThat(reason(visit(servers.pod("model"), r -> TestPod.http(long1))))
        .isEqualTo("EvidenceMalformed");
    String unannounced = "HTTP/1.1 200 OK\r\n\r\n" + long1;
    assertThat(reason(visit(servers.pod("model"), r -> unannounced)))
        .isEqualTo("EvidenceMalformed");
    String endlessHead = "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(5_000);
    assertThat(reason(visit(servers.pod("model"), r -> endlessHead)))
        .isEqualTo("EvidenceMalformed");
  }

  @Test
  void whatIsNoDocumentIsMalformed() throws Exception {
    assertThat(reason(visit(servers.pod("model"), r -> TestPod.http("{}"))))
        .isEqualTo("EvidenceMalformed");
    assertThat(reason(visit(servers.pod("model"), r -> "SSH-2.0-x\r\n\r\n")))
        .isEqualTo("EvidenceMalformed");
    String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    assertThat(reason(visit(servers.pod("model"), r -> chunked))).isEqualTo("EvidenceMalformed");
  }

  @Test
  void refusalByStatusIsMissingEvidence() throws Exception {
    Knock knock = visit(servers.pod("model"), r -> TestPod.http(403, "{}"));
    assertThat(reason(knock)).isEqualTo("EvidenceMissing");
    assertThat(((Sight.Unseen<Receipt>) knock.evidence()).message()).contains("403");
  }

  @Test
  void silentPodIsGivenUpInTime() throws Exception {
    Knock knock = visit(servers.pod("model"), r -> null);
    assertThat(reason(knock)).isEqualTo("EvidenceMissing");
    assertThat(knock.silent()).isTrue();
    assertThat(((Sight.Unseen<Receipt>) knock.evidence()).message()).contains("no answer in time");
  }

  @Test
  void documentThatEndsEarlyIsMissing() throws Exception {
    Knock knock =
        visit(servers.pod("model"), r -> "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
    assertThat(reason(knock)).isEqualTo("EvidenceMissing");
  }

  @Test
  void oldTlsIsNoticed() throws Exception {
    try (TestPod pod = TestPod.tls(servers.pod("model"), "TLSv1.2", this::honest)) {
      Knock knock = visitor.visit(pod.address(), Probing.On);
      assertThat(knock.managementTls().tls13().outcome()).isEqualTo(Outcome.Refused);
      assertThat(knock.managementTls().tls12().outcome()).isEqualTo(Outcome.Accepted);
    }
  }

  @Test
  void plaintextIsNoticed() throws Exception {
    try (TestPod pod = TestPod.plain(r -> TestPod.http("ok"))) {
      Knock knock = visitor.visit(pod.address(), Probing.On);
      assertThat(knock.managementTls().tls13().outcome()).isEqualTo(Outcome.Refused);
      assertThat(knock.managementTls().plaintext().outcome()).isEqualTo(Outcome.Accepted);
    }
  }

  @Test
  void closedPortIsRefusedWithTheSameWordsEachTime() throws Exception {
    try (Socket bound = new Socket()) { // nobody listens there, and nobody else gets the port
      bound.bind(new InetSocketAddress("127.0.0.1", 0));
      int port = bound.getLocalPort();
      PodAddress closed = new PodAddress("127.0.0.1", port, port, TestServers.NAME);
      Knock first = visitor.visit(closed, Probing.On);
      assertThat(reason(first)).isEqualTo("EvidenceMissing");
      assertThat(first.managementTls().tls13().outcome()).isEqualTo(Outcome.Refused);
      assertThat(first.inferencePort().outcome()).isEqualTo(Outcome.NotTried);
      assertThat(visitor.visit(closed, Probing.On).evidence()).isEqualTo(first.evidence());
    }
  }
}
