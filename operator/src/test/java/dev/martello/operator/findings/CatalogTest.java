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
    Set<String> neverUnknown =
        Set.of("callers-named", "answers-limited", "owner-named", "data-classified", "review-due");
    for (Check check : Catalog.CHECKS) {
      Set<Finding> found =
          rows().stream()
              .filter(row -> row.check().equals(check.id()))
              .map(Row::finding)
              .collect(Collectors.toCollection(() -> EnumSet.noneOf(Finding.class)));
      if (check.manual()) {
        assertThat(found).as(check.id()).contains(Finding.Manual);
        continue;
      }
      assertThat(found).as(check.id()).contains(Finding.Satisfied, Finding.NotSatisfied);
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
    // Of no check of ours: seen in ProfileTest.
    documented.remove(Reason.CheckNotKnown.name());
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
            false,
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
  void theClausesThatWereAskedForAreAnswered() {
    Set<String> answered = new TreeSet<>();
    Catalog.CHECKS.forEach(check -> answered.addAll(check.controls()));
    assertThat(answered)
        .contains(
            "A.5.9 A.5.12 A.5.15 A.5.33 A.5.36 A.8.2 A.8.3 A.8.6 A.8.8 A.8.9 A.8.10 A.8.11 A.8.12 A.8.15 A.8.16 A.8.19"
                .split(" "))
        .contains("A.8.20 A.8.22 A.8.24 A.8.25 A.8.28 A.8.29 A.8.31 A.8.32 A.8.33".split(" "));
  }

  @Test
  void referencesAreOfChecksThatExist() {
    assertThat(Catalog.CHECKS).extracting(Check::id).containsAll(Reference.checks());
  }

  @Test
  void idsAreUniqueAndControlsAreAnnexA() {
    assertThat(Catalog.CHECKS).hasSizeGreaterThanOrEqualTo(30);
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
