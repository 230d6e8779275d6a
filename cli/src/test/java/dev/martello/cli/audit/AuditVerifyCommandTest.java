package dev.martello.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.cli.Invocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on the log that the operator's own test wrote and signed. */
class AuditVerifyCommandTest {
  private static final Path CONTRACTS = Path.of("..", "docs", "contracts").toAbsolutePath();

  @TempDir private Path directory;

  private static List<String> log() throws Exception {
    return new ArrayList<>(Files.readAllLines(CONTRACTS.resolve("audit.jsonl")));
  }

  private Invocation verify(List<String> lines, Object... more) throws Exception {
    Path file = Files.write(directory.resolve("audit.jsonl"), lines);
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                "audit",
                "verify",
                file,
                "--head",
                CONTRACTS.resolve("audit-head.json"),
                "--ca",
                CONTRACTS.resolve("audit-ca.crt.pem")));
    arguments.addAll(List.of(more));
    return Invocation.of(arguments.toArray());
  }

  @Test
  void logHolds() throws Exception {
    var run = verify(log());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo("holds: 6 lines of the trail, 1 other lines\n");
  }

  @Test
  void changedLineIsNamedWithFileAndNumber() throws Exception {
    var lines = log();
    lines.set(2, lines.get(2).replace("breast", "Breast"));
    var run = verify(lines);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("changed: audit.jsonl:3: number 2", "TAMPERED");
  }

  @Test
  void missingEndIsFound() throws Exception {
    var lines = log();
    lines.removeLast();
    var run = verify(lines);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("removed: the end");
  }

  @Test
  void beginningThatRotationLostIsNoTampering() throws Exception {
    var run = verify(log().subList(3, 7));
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("gap: audit.jsonl:1: epoch 1 begins with number 3", "holds");
  }

  @Test
  void headInAConfigMapIsTakenAndAnAnchorMustBeMet() throws Exception {
    var head = Files.readString(CONTRACTS.resolve("audit-head.json")).strip();
    var map =
        Files.writeString(
            directory.resolve("map.json"),
            "{\"kind\":\"ConfigMap\",\"data\":{\"head.json\":\"%s\"}}\n%s"
                .formatted(head.replace("\"", "\\\""), head));
    assertThat(verify(log(), "--anchor", map).exitCode()).isZero();
    var run = verify(log().subList(0, 5), "--anchor", map);
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void headOfAnotherAuthorityIsRefused() throws Exception {
    var run =
        Invocation.of(
            "audit",
            "verify",
            CONTRACTS.resolve("audit.jsonl"),
            "--head",
            CONTRACTS.resolve("audit-head.json"),
            "--ca",
            CONTRACTS.resolve("evidence-envelope.crt.pem"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("epoch 2, number 2", "this CA certified");
  }

  @Test
  void whatIsNoHeadIsRefused() throws Exception {
    var file = Files.writeString(directory.resolve("head.json"), "{}");
    var run =
        Invocation.of(
            "audit",
            "verify",
            CONTRACTS.resolve("audit.jsonl"),
            "--head",
            file,
            "--ca",
            CONTRACTS.resolve("audit-ca.crt.pem"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("is no audit head", "kubectl");
  }
}
