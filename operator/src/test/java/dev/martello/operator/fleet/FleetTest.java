package dev.martello.operator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.crds.ComplianceSummaryStatus;
import dev.martello.crds.ControlSummary;
import dev.martello.crds.Finding;
import dev.martello.crds.ModelDeployment;
import dev.martello.operator.findings.Catalog;
import dev.martello.operator.observed.Scene;
import dev.martello.operator.status.NextStatus;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What many statuses say together. */
class FleetTest {

  private static ModelDeployment judged(String namespace, String name, Scene scene) {
    ModelDeployment deployment = scene.deployment();
    deployment.setStatus(NextStatus.of(scene.situation()));
    deployment.getMetadata().setNamespace(namespace);
    deployment.getMetadata().setName(name);
    deployment.getMetadata().setUid(namespace + "-" + name);
    return deployment;
  }

  private static ModelDeployment good(String name) {
    return judged("demo", name, new Scene());
  }

  private static ModelDeployment ownerless(String name) {
    return judged("demo", name, new Scene().spec("/governance/owner", null));
  }

  private static ModelDeployment unjudged() {
    ModelDeployment deployment = new Scene().deployment();
    deployment.getMetadata().setName("new");
    return deployment;
  }

  private static ControlSummary control(ComplianceSummaryStatus summary, String id) {
    return summary.controls().stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void addsUpEveryControlAndNamesTheWorst() {
    var one = good("one").getStatus().compliance();
    ComplianceSummaryStatus summary =
        FleetSummary.of(List.of(ownerless("two"), unjudged(), good("one")));
    assertThat(summary.deployments()).isEqualTo(3);
    assertThat(summary.judgedDeployments()).isEqualTo(2);
    assertThat(summary.compliantDeployments()).isEqualTo(1);
    assertThat(summary.score())
        .isEqualTo("%d/%d".formatted(one.satisfied() * 2 - 1, one.counted() * 2));
    assertThat(summary.notSatisfied()).isEqualTo(1);
    assertThat(summary.controls()).hasSize(Catalog.CHECKS.size());
    assertThat(control(summary, "owner-named"))
        .satisfies(c -> assertThat(c.worst()).isEqualTo(Finding.NotSatisfied))
        .satisfies(c -> assertThat(c.satisfied()).isEqualTo(1))
        .satisfies(c -> assertThat(c.concerns()).containsExactly("demo/two"));
    assertThat(control(summary, "data-classified").concerns()).isEmpty();
    assertThat(summary.inventory())
        .extracting(model -> model.deployment())
        .containsExactly("new", "one", "two");
    assertThat(summary.inventory().get(1).serves()).isNotNull();
  }

  @Test
  void orderOfTheDeploymentsDoesNotMatter() {
    List<ModelDeployment> fleet = List.of(ownerless("two"), good("one"), unjudged());
    assertThat(FleetSummary.of(fleet.reversed())).isEqualTo(FleetSummary.of(fleet));
    assertThat(OpenReports.clusterReport("martello", fleet.reversed()))
        .isEqualTo(OpenReports.clusterReport("martello", fleet));
  }

  @Test
  void nothingDeployedIsNoFullScore() {
    ComplianceSummaryStatus none = FleetSummary.of(List.of());
    assertThat(none.score()).isEqualTo("0/0");
    assertThat(none.controls()).isEmpty();
  }

  @Test
  void staysBoundedHoweverManyThereAre() {
    ModelDeployment bad = ownerless("many");
    List<ModelDeployment> many =
        IntStream.range(0, 1000)
            .mapToObj(
                i -> {
                  ModelDeployment each = new ModelDeployment();
                  each.getMetadata().setNamespace("demo");
                  each.getMetadata().setName("many-" + i);
                  each.setSpec(bad.getSpec());
                  each.setStatus(bad.getStatus());
                  return each;
                })
            .toList();
    ComplianceSummaryStatus summary = FleetSummary.of(many);
    assertThat(summary.inventory()).hasSize(200);
    assertThat(summary.notListed()).isEqualTo(800);
    assertThat(control(summary, "owner-named").concerns()).hasSize(10);
    assertThat(control(summary, "owner-named").notSatisfied()).isEqualTo(1000);
  }

  @Test
  void reportCountsItsResultsAndNamesItsDeployment() {
    Scene scene = new Scene().spec("/governance/owner", null);
    scene.embedded = true;
    ModelDeployment deployment = judged("demo", "one", scene);
    Document report = OpenReports.report(deployment).orElseThrow();
    assertThat(report.name()).isEqualTo("martello-one");
    assertThat(report.owner().orElseThrow().uid()).isEqualTo("demo-one");
    List<Map<String, Object>> results = results(report);
    assertThat(results).hasSize(Catalog.CHECKS.size());
    assertThat(result(results, "owner-named")).containsEntry("result", "fail");
    assertThat(result(results, "network-egress")).containsEntry("result", "error");
    assertThat(result(results, "data-classified")).containsEntry("result", "pass");
    assertThat(result(results, "vulnerability-review"))
        .containsEntry("result", "skip")
        .containsEntry("scored", false);
    Map<?, ?> summary = (Map<?, ?>) report.fields().get("summary");
    assertThat(summary.values().stream().mapToInt(n -> (int) n).sum()).isEqualTo(results.size());
    assertThat(summary.get("fail")).isEqualTo(1);
  }

  @Test
  void nothingIsReportedOfWhatWasNotJudged() {
    assertThat(OpenReports.report(unjudged())).isEmpty();
  }

  @Test
  void clusterReportTellsTheWorstOfEachCheck() {
    Document report = OpenReports.clusterReport("martello", List.of(good("one"), ownerless("two")));
    assertThat(report.namespace()).isEmpty();
    assertThat(result(results(report), "owner-named"))
        .containsEntry("result", "fail")
        .containsEntry("message", "1 of 2 deployments satisfied; not satisfied: demo/two");
  }

  @SuppressWarnings("unchecked") // As the document is made.
  private static List<Map<String, Object>> results(Document report) {
    return (List<Map<String, Object>>) report.fields().get("results");
  }

  private static Map<String, Object> result(List<Map<String, Object>> results, String policy) {
    return results.stream().filter(r -> policy.equals(r.get("policy"))).findFirst().orElseThrow();
  }
}
