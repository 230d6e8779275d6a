package dev.martello.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.cli.Invocation;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportCommandTest {
  private static final String ONE =
      """
      apiVersion: models.martello.dev/v1alpha1
      kind: ModelDeployment
      metadata: {name: %s, namespace: demo, generation: %d}
      spec: {governance: {owner: "%s"}, model: {name: m}}
      status:
        observedGeneration: 1
        conditions: []
        compliance:
          score: %s
          controls:
          - {id: %s, control: "A.8.24", finding: %s, reason: Why, evidence: "%s", grade: Tried, since: "2026-11-23T12:00:00Z"}
      """;

  private static final String HOSTILE =
      "=1+1|<script>alert('x')</script>\\n# a \\\"b\\\" & `c`, [d](http://e) \\u0001";

  @TempDir private Path directory;

  private static String deployment(String name, String finding) {
    return ONE.formatted(
        name, 1, "o", finding.equals("Satisfied") ? "1/1" : "0/1", "x", finding, "e");
  }

  private Invocation report(String input, String format) throws Exception {
    var file = Files.writeString(directory.resolve("input"), input);
    return Invocation.of("report", file, "--format", format);
  }

  @Test
  void readsStandardInputAndYamlDocuments() {
    var input = System.in;
    try {
      var yaml = deployment("a", "Satisfied") + "---\n" + deployment("b", "Unknown");
      System.setIn(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
      var run = Invocation.of("report", "--format", "csv");
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out().lines())
          .containsExactly(
              "namespace,deployment,check,controls,title,finding,reason,evidence,grade,since",
              "demo,a,x,A.8.24,x,satisfied,Why,e,tried,2026-11-23T12:00:00Z",
              "demo,b,x,A.8.24,x,unknown,Why,e,tried,2026-11-23T12:00:00Z");
    } finally {
      System.setIn(input);
    }
  }

  @Test
  void nothingThatComesInIsMarkup() throws Exception {
    var input = ONE.formatted("a", 1, HOSTILE, "1/1", "x", "Satisfied", HOSTILE);
    var html = report(input, "html").out();
    assertThat(html)
        .doesNotContain("<script", "alert('", "&&", "http://e\"")
        .contains("&#60;script");
    assertThat(html.chars()).allMatch(c -> c == '\n' || (c >= ' ' && c < 127));
    assertThat(report(input, "csv").out())
        .contains(
            "\"'=1+1|<script>alert('x')</script>\n# a \"\"b\"\" & `c`, [d](http://e) \u0001\"");
    assertThat(report(input, "markdown").out())
        .doesNotContain("<script", "\n# a", "[d](")
        .contains("=1+1\\|&lt;script\\>");
  }

  @Test
  void aPageNeedsNothingFromElsewhere() throws Exception {
    assertThat(report(deployment("a", "Satisfied"), "html").out())
        .doesNotContain("<script", "http:", "https:", "url(", "@import", " src=")
        .contains("no certification", "Declared: read in an object", "Tried: someone attempted it");
  }

  @ParameterizedTest
  @CsvSource({
    "Satisfied, satisfied, pass",
    "NotSatisfied, not-satisfied, fail",
    "Unknown, not-satisfied, other",
    "Manual, not-satisfied, other",
    "Accepted, not-satisfied, other",
    "NotApplicable, , "
  })
  void oscalCallsOnlyTheSatisfiedSatisfied(String finding, String state, String reason)
      throws Exception {
    var results = report(deployment("a", finding), "oscal").out();
    if (state == null) {
      assertThat(results).doesNotContain("\"findings\"", "\"state\" : \"satisfied\"");
    } else {
      assertThat(results)
          .contains("\"state\" : \"%s\"".formatted(state), "\"reason\" : \"%s\"".formatted(reason));
    }
  }

  @Test
  void sameContentSameIds() throws Exception {
    var first = ids(report(deployment("a", "Satisfied"), "oscal").out());
    assertThat(ids(report(deployment("a", "Satisfied"), "oscal").out())).isEqualTo(first);
    assertThat(ids(report(deployment("a", "Unknown"), "oscal").out())).isNotEqualTo(first);
  }

  /** But for the document's own, which holds the time. */
  private static Object ids(String results) {
    return results.lines().filter(line -> line.contains("uuid\"")).skip(1).toList();
  }

  @Test
  void saysWhatTheStatusHidesOrExaggerates() throws Exception {
    assertThat(report(ONE.formatted("a", 4, "o", "30/30", "x", "Unknown", "e"), "markdown").out())
        .contains(
            "**0/1.** Nothing found against it, but 1 could not be looked at.",
            "findings are of generation 1, the spec is of 4",
            "The status says 30/30, but its controls count 0/1");
    var unjudged = "{\"kind\": \"ModelDeployment\", \"metadata\": {\"name\": \"new\"}}";
    assertThat(report(unjudged, "html").out()).contains("Not judged yet", "Nothing was judged.");
    assertThat(report(unjudged, "oscal").refusal()).contains("no deployment was judged yet");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                              | holds no ModelDeployment",
        "{\"kind\":\"List\",\"items\":[]}    | holds no ModelDeployment",
        "{\"items\":[{\"kind\":\"Pod\"}]}    | items[0] is a Pod, not a ModelDeployment",
        "{\"kind\":                        | neither JSON nor YAML (line 1",
        "{\"a\":1,\"a\":2}                   | neither JSON nor YAML (line 1: Duplicate field 'a'",
        "just words                      | is no Kubernetes object",
        "kind: [                         | neither JSON nor YAML",
        "{\"kind\":\"ModelDeployment\"}      | has no metadata.name"
      })
  void refusesWhatIsNoDeployment(String input, String said) throws Exception {
    assertThat(report(input, "html").refusal()).contains(said);
  }

  @Test
  void refusesAStatusThatIsNotWhole() throws Exception {
    var whole = deployment("a", "Satisfied");
    assertThat(report(whole.replace("grade: Tried, ", ""), "html").refusal())
        .contains("status.compliance.controls: x lacks a field");
    assertThat(report(whole.replace("2026-11-23T12:00:00Z", "yesterday"), "oscal").refusal())
        .contains("since is no time");
    assertThat(report(whole.replace("Satisfied", "Splendid"), "csv").refusal())
        .contains("Splendid", "if the operator is newer than this martello");
    assertThat(Invocation.of("report", directory.resolve("none"), "--format", "csv").refusal())
        .contains("does not exist");
  }
}
