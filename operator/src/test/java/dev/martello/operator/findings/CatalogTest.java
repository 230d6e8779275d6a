package dev.martello.operator.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.crds.Finding;
import dev.martello.crds.Grade;
import dev.martello.operator.observed.Scene;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogTest {

  static List<Row> rows() {
    return Tables.rows();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void finds(Row row) {
    Scene scene = new Scene();
    row.change().accept(scene);
    Verdict verdict =
        Catalog.judge(scene.situation()).stream()
            .filter(judged -> judged.check().id().equals(row.check()))
            .findFirst()
            .orElseThrow()
            .verdict();
    assertThat(verdict.finding()).as(verdict.toString()).isEqualTo(row.finding());
    assertThat(verdict.reason()).as(verdict.toString()).isEqualTo(row.reason());
    assertThat(verdict.evidence()).isNotBlank().hasSizeLessThanOrEqualTo(Verdict.MAX_EVIDENCE);
  }

  @Test
  void aGoodSceneLeavesNothingOpen() {
    assertThat(Catalog.judge(new Scene().situation()))
        .allSatisfy(
            judged ->
                assertThat(judged.verdict().finding())
                    .as(judged.toString())
                    .isIn(Finding.Satisfied, Finding.Manual, Finding.NotApplicable));
  }

  @Test
  void everyCheckHasRowsForWhatItCanFind() {
    Set<String> onlyManual = Set.of("vulnerability-review");
    Set<String> neverUnknown =
        Set.of(
            "callers-named",
            "owner-named",
            "data-classified",
            "review-due",
            "vulnerability-review");
    for (Check check : Catalog.CHECKS) {
      Set<Finding> found =
          rows().stream()
              .filter(row -> row.check().equals(check.id()))
              .map(Row::finding)
              .collect(Collectors.toCollection(() -> EnumSet.noneOf(Finding.class)));
      if (!onlyManual.contains(check.id())) {
        assertThat(found).as(check.id()).contains(Finding.Satisfied, Finding.NotSatisfied);
      }
      if (!neverUnknown.contains(check.id())) {
        assertThat(found).as(check.id()).contains(Finding.Unknown);
      }
    }
  }

  @Test
  void everyReasonIsGivenSomewhere() {
    Set<String> given = rows().stream().map(Row::reason).collect(Collectors.toSet());
    Set<String> documented = new TreeSet<>();
    for (Reason reason : Reason.values()) {
      documented.add(reason.name());
    }
    // Seen in the test of the guard below.
    documented.remove(Reason.CheckFailed.name());
    assertThat(given).containsAll(documented);
  }

  @Test
  void noCheckMayThrowNorHideTheOthers() {
    Check broken =
        new Check(
            "broken",
            List.of("A.0"),
            "Breaks",
            Optional.of(ConditionType.PodHardened),
            Grade.Declared,
            new Check.Meaning("", "", ""),
            situation -> {
              throw new IllegalStateException("oops");
            });
    List<Judged> judged =
        Catalog.judge(List.of(broken, GovernanceChecks.OWNER), new Scene().situation());
    assertThat(judged)
        .extracting(j -> j.verdict().finding())
        .containsExactly(Finding.Unknown, Finding.Satisfied);
    assertThat(judged.getFirst().verdict().reason()).isEqualTo("CheckFailed");
    assertThat(judged.getFirst().verdict().evidence()).contains("IllegalStateException");
  }

  @Test
  void noRowMakesAnyCheckFail() {
    for (Row row : rows()) {
      Scene scene = new Scene();
      row.change().accept(scene);
      assertThat(Catalog.judge(scene.situation()))
          .as(row.toString())
          .noneMatch(judged -> judged.verdict().reason().equals("CheckFailed"));
    }
  }

  @Test
  void noCheckDependsOnAnother() {
    Scene scene = new Scene();
    scene.evidence("/tls/tls12", "Accepted");
    var situation = scene.situation();
    List<Judged> together = Catalog.judge(situation);
    List<Judged> alone = new ArrayList<>();
    Catalog.CHECKS
        .reversed()
        .forEach(c -> alone.addFirst(Catalog.judge(List.of(c), situation).getFirst()));
    assertThat(alone).isEqualTo(together);
  }

  @Test
  void idsAreUniqueAndControlsAreAnnexA() {
    assertThat(Catalog.CHECKS).hasSizeGreaterThanOrEqualTo(10);
    assertThat(Catalog.CHECKS).extracting(Check::id).doesNotHaveDuplicates();
    assertThat(Catalog.CHECKS)
        .allSatisfy(
            check -> {
              assertThat(check.id()).matches("[a-z]+(-[a-z]+)*");
              assertThat(check.controls())
                  .isNotEmpty()
                  .allMatch(
                      c ->
                          c.matches("A\\.(5\\.([1-9]|[12]\\d|3[0-7])|8\\.([1-9]|[12]\\d|3[0-4]))"));
            });
  }
}
