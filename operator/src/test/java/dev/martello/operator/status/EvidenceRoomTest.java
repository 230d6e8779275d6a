package dev.martello.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.martello.crds.ComplianceStatus;
import dev.martello.crds.ControlStatus;
import dev.martello.crds.Finding;
import dev.martello.crds.Grade;
import dev.martello.operator.findings.Catalog;
import dev.martello.operator.findings.Check;
import dev.martello.operator.findings.Reason;
import dev.martello.operator.findings.Situation;
import dev.martello.operator.observed.Scene;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceRoomTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LIMIT = 16 * 1024;
  private static final String LONGEST_REASON =
      Stream.of(Reason.values()).map(Enum::name).max(Comparator.comparing(String::length)).get();

  @ParameterizedTest
  @EnumSource
  void fiftyControlsWithTheLongestEvidenceStaySmall(Finding finding) throws Exception {
    List<ControlStatus> fitted = EvidenceRoom.fitted(fifty(finding, "e".repeat(240)));
    assertThat(size(fitted)).isLessThan(LIMIT);
    assertThat(fitted).allSatisfy(c -> assertThat(c.evidence()).hasSizeBetween(40, 240));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"", "\\", "\u0001", "é", "漢", "😀"})
  void whateverItIsWrittenIn(String letter) throws Exception {
    String evidence = letter.repeat(240 / letter.length());
    List<ControlStatus> fitted = EvidenceRoom.fitted(fifty(Finding.NotSatisfied, evidence));
    assertThat(size(fitted)).isLessThan(LIMIT);
    assertThat(fitted)
        .allSatisfy(
            c -> assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(c.evidence())).isTrue());
  }

  @Test
  void whatAsksForSomethingIsCutLast() {
    List<ControlStatus> half =
        Stream.concat(
                fifty(Finding.Satisfied, "s".repeat(240)).stream().limit(40),
                fifty(Finding.NotSatisfied, "n".repeat(160)).stream().limit(10))
            .toList();
    List<ControlStatus> fitted = EvidenceRoom.fitted(half);
    assertThat(fitted.subList(40, 50)).isEqualTo(half.subList(40, 50));
    assertThat(fitted.getFirst().evidence()).endsWith("…").hasSizeLessThan(160);
  }

  @Test
  void theCatalogOfTodayIsNotCut() throws Exception {
    Situation situation = new Scene().situation();
    List<ControlStatus> controls = NextStatus.of(situation).compliance().controls();
    assertThat(controls)
        .extracting(ControlStatus::evidence)
        .isEqualTo(Catalog.judge(situation).stream().map(j -> j.verdict().evidence()).toList());
    assertThat(size(controls)).isLessThan(LIMIT);
  }

  /** The catalog's own ids and clauses, the longest of them again. */
  private static List<ControlStatus> fifty(Finding finding, String evidence) {
    Check longest =
        Catalog.CHECKS.stream()
            .max(Comparator.comparing(c -> c.id().length() + c.controls().size() * 8))
            .orElseThrow();
    return IntStream.range(0, 50)
        .mapToObj(i -> i < Catalog.CHECKS.size() ? Catalog.CHECKS.get(i) : longest)
        .map(
            check ->
                new ControlStatus(
                    check.id(),
                    String.join(", ", check.controls()),
                    finding,
                    LONGEST_REASON,
                    evidence,
                    Grade.Reported,
                    "2026-11-23T08:10:00Z"))
        .toList();
  }

  private static int size(List<ControlStatus> controls) throws Exception {
    return JSON.writeValueAsBytes(
            new ComplianceStatus(
                "50/50", 50, 50, 50, 50, controls, "p".repeat(63), "f".repeat(120)))
        .length;
  }
}
