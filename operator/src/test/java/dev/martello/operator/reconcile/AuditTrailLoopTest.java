package dev.martello.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.martello.embedded.EmbeddedApiServer;
import dev.martello.operator.audit.AuditFinding;
import dev.martello.operator.audit.AuditHead;
import dev.martello.operator.audit.AuditVerification;
import dev.martello.operator.certificates.AuditSigner;
import dev.martello.operator.certificates.Authorities;
import dev.martello.operator.certificates.CertificateAuthority;
import dev.martello.operator.cluster.AuditHeads;
import dev.martello.operator.observed.AuditState;
import dev.martello.operator.observed.Sight;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trail with its ConfigMap on an embedded API server. */
class AuditTrailLoopTest {
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final CertificateAuthority authority = CertificateAuthority.make(Instant.now());
  private EmbeddedApiServer server;
  private AuditHeads heads;
  private Instant now = Instant.parse("2026-11-23T08:00:00Z");
  private Optional<AuditFile> file = Optional.empty();

  @TempDir private Path volume;

  @BeforeEach
  void start() throws Exception {
    server = EmbeddedApiServer.start();
    server
        .client()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName("martello-system")
                .endMetadata()
                .build())
        .create();
    heads = new AuditHeads(server.client(), "martello-system", Optional.empty());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private AuditTrail trail() {
    return new AuditTrail(
        new PrintStream(log, true, StandardCharsets.UTF_8),
        file,
        heads,
        new AuditSigner(() -> Authorities.only(authority), Instant::now),
        () -> now);
  }

  private AuditHead head() {
    return heads.read().orElseThrow().head().orElseThrow();
  }

  private List<AuditFinding> verified() {
    AuditVerification verification = new AuditVerification(List.of(head()));
    long number = 0;
    for (String line : log.toString(StandardCharsets.UTF_8).lines().toList()) {
      verification.line("", ++number, line.getBytes(StandardCharsets.UTF_8));
    }
    return verification.finish();
  }

  @Test
  void headFollowsTheDecisionsAndStaysAsItIsWhileThereAreNone() throws Exception {
    try (AuditTrail trail = trail()) {
      trail.write(Map.of("decision", "Started"));
      assertThat(trail.state()).isInstanceOf(Sight.Unseen.class);
      trail.open();
      assertThat(head().number()).isEqualTo(1);
      for (int i = 0; i < 20; i++) {
        trail.write(Map.of("decision", "Created", "name", "n" + i));
      }
      await().atMost(Duration.ofSeconds(20)).until(() -> head().number() == 21);
      assertThat(head().fault(authority.certificate())).isEmpty();
      assertThat(verified()).isEmpty();
      String version = heads.read().orElseThrow().version();
      now = now.plus(Duration.ofMinutes(5));
      assertThat(trail.state()).isEqualTo(Sight.seen(AuditState.Published));
      trail.open();
      assertThat(heads.read().orElseThrow().version()).isEqualTo(version);
    }
  }

  @Test
  void nextProcessOpensAnEpochThatNamesTheLastHead() {
    try (AuditTrail first = trail()) {
      first.open();
      first.write(Map.of("decision", "Created"));
    } // publishes at the end
    assertThat(head().number()).isEqualTo(2);
    try (AuditTrail second = trail()) {
      second.open();
      second.write(Map.of("decision", "Deleted"));
    }
    assertThat(head().epoch()).isEqualTo(2);
    assertThat(verified()).isEmpty();
    assertThat(log.toString(StandardCharsets.UTF_8)).contains("\"after\":{");
  }

  @Test
  void restartAloneWritesNothing() {
    try (AuditTrail first = trail()) {
      first.open();
    }
    String version = heads.read().orElseThrow().version();
    try (AuditTrail second = trail()) {
      second.open();
      second.note(Map.of("decision", "Started"));
      assertThat(second.state()).isEqualTo(Sight.seen(AuditState.Published));
      now = now.plus(Duration.ofMinutes(2));
      assertThat(second.state()).isEqualTo(Sight.seen(AuditState.Published));
      assertThat(heads.read().orElseThrow().version()).isEqualTo(version);
    }
    assertThat(heads.read().orElseThrow().version()).isEqualTo(version);
    assertThat(log.toString(StandardCharsets.UTF_8).lines()).hasSize(2);
  }

  @Test
  void headThatIsChangedBeforeTheFirstDecisionIsNoticedToo() {
    try (AuditTrail first = trail()) {
      first.open();
    }
    try (AuditTrail second = trail()) {
      second.open();
      server
          .client()
          .configMaps()
          .inNamespace("martello-system")
          .withName(AuditHeads.NAME)
          .edit(map -> new ConfigMapBuilder(map).addToData("head.json", "{}").build());
      now = now.plus(Duration.ofMinutes(2));
      assertThat(second.state()).isEqualTo(Sight.seen(AuditState.Changed));
      second.open();
      assertThat(second.state()).isEqualTo(Sight.seen(AuditState.Published));
      assertThat(log.toString(StandardCharsets.UTF_8)).contains("held no head that can be read");
    }
  }

  @Test
  void headThatSomebodyChangedIsNoticedAndAnsweredByANewEpoch() {
    try (AuditTrail trail = trail()) {
      trail.open();
      server
          .client()
          .configMaps()
          .inNamespace("martello-system")
          .withName(AuditHeads.NAME)
          .edit(map -> new ConfigMapBuilder(map).addToData("head.json", "{}").build());
      now = now.plus(Duration.ofMinutes(2));
      assertThat(trail.state()).isEqualTo(Sight.seen(AuditState.Changed));
      trail.open();
      assertThat(trail.state()).isEqualTo(Sight.seen(AuditState.Published));
      assertThat(log.toString(StandardCharsets.UTF_8)).contains("held no head that can be read");
    }
  }

  @Test
  void secondLeaderIsNoticed() {
    try (AuditTrail old = trail();
        AuditTrail leader = trail()) {
      old.open();
      leader.open();
      leader.write(Map.of("decision", "Created"));
      assertThat(head().epoch()).isEqualTo(2);
      old.write(Map.of("decision", "Created"));
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> old.state().equals(Sight.seen(AuditState.Changed)));
      assertThat(head().epoch()).isEqualTo(2);
      old.open();
      assertThat(head().epoch()).isEqualTo(3);
    }
  }

  private List<String> kept() throws Exception {
    List<String> lines = new ArrayList<>();
    try (var files = Files.list(volume)) {
      for (Path each : files.sorted().toList()) {
        lines.addAll(Files.readAllLines(each));
      }
    }
    return lines;
  }

  @Test
  void volumeHoldsTheSameLinesAsStandardOutputOverRestarts() throws Exception {
    for (int process = 0; process < 2; process++) {
      file = Optional.of(AuditFile.in(volume, () -> now));
      try (AuditTrail trail = trail()) {
        trail.write(Map.of("decision", "Started"));
        trail.open();
        trail.write(Map.of("decision", "Created"));
      }
      now = now.plusSeconds(1);
    }
    assertThat(kept()).isEqualTo(log.toString(StandardCharsets.UTF_8).lines().toList());
    assertThat(kept()).hasSize(6);
    assertThat(verified()).isEmpty();
  }

  @Test
  void lineThatCouldNotBeKeptIsNoSecret() throws Exception {
    file = Optional.of(AuditFile.in(volume, () -> now));
    Files.delete(volume);
    try (AuditTrail trail = trail()) {
      trail.open();
      assertThat(trail.state()).isEqualTo(Sight.seen(AuditState.NotKept));
      assertThat(log.toString(StandardCharsets.UTF_8)).contains("EpochOpened");
    }
    Files.createDirectory(volume);
    assertThatThrownBy(() -> AuditFile.in(volume.resolve("absent"), () -> now))
        .isInstanceOf(ConfigurationRefused.class)
        .hasMessageContaining("AUDIT_DIRECTORY");
  }

  @Test
  void operatorsOfTwoClassesInOneNamespaceHaveHeadsOfTheirOwn() {
    AuditHeads others = new AuditHeads(server.client(), "martello-system", Optional.of("blue"));
    AuditTrail second =
        new AuditTrail(
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
            Optional.empty(),
            others,
            new AuditSigner(() -> Authorities.only(authority), Instant::now),
            () -> now);
    try (AuditTrail first = trail();
        second) {
      first.open();
      second.open();
      first.write(Map.of("decision", "Created"));
      await().atMost(Duration.ofSeconds(20)).until(() -> head().number() == 2);
      now = now.plus(Duration.ofMinutes(2));
      assertThat(first.state()).isEqualTo(Sight.seen(AuditState.Published));
      assertThat(second.state()).isEqualTo(Sight.seen(AuditState.Published));
    }
    assertThat(others.name()).isEqualTo("martello-audit-head-blue");
    assertThat(verified()).isEmpty();
  }
}
