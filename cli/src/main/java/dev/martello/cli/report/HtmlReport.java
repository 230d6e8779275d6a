package dev.martello.cli.report;

import dev.martello.crds.Condition;
import dev.martello.crds.ControlStatus;
import dev.martello.crds.Finding;
import dev.martello.crds.ModelDeploymentStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One page that needs nothing else: no script, no font, no address. Prints, and fits a phone. */
final class HtmlReport {
  private HtmlReport() {}

  static String of(Report report) {
    var deployments = report.deployments();
    return Html.of(
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>Compliance report, {}</title>
            <style>
            {}</style>
            </head>
            <body>
            <header>
            <h1>Compliance report</h1>
            <p>Made {} by Martello, from what the resources showed. {}</p>
            </header>
            {}{}<footer>
            <p>{}</p>
            </footer>
            </body>
            </html>
            """,
            report.time(),
            new Html(style()),
            report.time(),
            Words.NO_CERTIFICATE,
            deployments.size() > 1 ? overview(deployments) : Html.NOTHING,
            Html.join(
                IntStream.range(0, deployments.size())
                    .mapToObj(i -> section(deployments.get(i), i, report.texts()))
                    .toList()),
            Words.GRADES)
        .markup();
  }

  private static Html overview(List<Deployment> deployments) {
    return Html.of(
        """
        <table>
        <caption>All deployments</caption>
        <thead><tr><th>Deployment</th><th>Satisfied</th><th>In a sentence</th><th>Owner</th></tr></thead>
        <tbody>
        {}</tbody>
        </table>
        """,
        Html.join(
            IntStream.range(0, deployments.size())
                .mapToObj(i -> overviewRow(deployments.get(i), i))
                .toList()));
  }

  private static Html overviewRow(Deployment deployment, int i) {
    return Html.of(
        """
        <tr><td data-label="Deployment"><a href="#d{}">{}</a></td><td data-label="Satisfied">{}</td>\
        <td data-label="In a sentence">{}</td><td data-label="Owner">{}</td></tr>
        """,
        i,
        deployment.fullName(),
        deployment.score(),
        deployment.score().sentence(),
        Objects.requireNonNullElse(deployment.governance().owner(), "nobody named"));
  }

  private static Html section(Deployment deployment, int i, CheckTexts texts) {
    var score = deployment.score();
    return Html.of(
        """
        <section id="d{}">
        <h2>{}</h2>
        <p class="score {}"><strong>{}</strong> checks satisfied. {}</p>
        {}<p class="counts">{}</p>
        {}{}{}</section>
        """,
        i,
        deployment.fullName(),
        mood(score),
        score,
        score.sentence(),
        Html.join(
            deployment.caveats().stream()
                .map(caveat -> Html.of("<p class=\"caveat\">{}</p>\n", caveat))
                .toList()),
        Stream.of(Finding.values())
            .filter(finding -> score.count(finding) > 0)
            .map(finding -> score.count(finding) + " " + Words.of(finding))
            .reduce((a, b) -> a + ", " + b)
            .orElse(""),
        HtmlFacts.of(deployment),
        conditions(deployment.status().map(ModelDeploymentStatus::conditions).orElse(List.of())),
        controls(deployment.controls(), texts));
  }

  private static String mood(Score score) {
    if (score.count(Finding.NotSatisfied) > 0) {
      return "bad";
    }
    return score.counted() > 0 && score.satisfied() == score.counted() ? "good" : "open";
  }

  private static Html conditions(List<Condition> conditions) {
    return conditions.isEmpty()
        ? Html.NOTHING
        : Html.of(
            """
            <table>
            <caption>Conditions</caption>
            <thead><tr><th>Condition</th><th>Status</th><th>Reason</th><th>Message</th></tr></thead>
            <tbody>
            {}</tbody>
            </table>
            """,
            Html.join(
                conditions.stream()
                    .map(
                        c ->
                            Html.of(
                                """
                                <tr><td data-label="Condition">{}</td><td data-label="Status">{}</td>\
                                <td data-label="Reason">{}</td><td data-label="Message">{}</td></tr>
                                """,
                                c.type(),
                                c.status(),
                                c.reason(),
                                c.message()))
                    .toList()));
  }

  private static Html controls(List<ControlStatus> controls, CheckTexts texts) {
    return controls.isEmpty()
        ? Html.NOTHING
        : Html.of(
            """
            <table>
            <caption>Controls</caption>
            <thead><tr><th>Control</th><th>Check</th><th>Finding</th><th>Evidence</th><th>Grade</th><th>Since</th></tr></thead>
            <tbody>
            {}</tbody>
            </table>
            """,
            Html.join(controls.stream().map(control -> control(control, texts)).toList()));
  }

  private static Html control(ControlStatus control, CheckTexts texts) {
    return Html.of(
        """
        <tr><td data-label="Control">{}</td><td data-label="Check">{}{}</td>\
        <td data-label="Finding"><span class="finding {}">{}</span> <small>{}</small></td>\
        <td data-label="Evidence">{}</td><td data-label="Grade">{}</td><td data-label="Since">{}</td></tr>
        """,
        control.control(),
        texts.title(control.id()),
        texts
            .satisfiedWhen(control.id())
            .map(when -> Html.of("<details><summary>{}</summary>{}</details>", control.id(), when))
            .orElse(Html.NOTHING),
        control.finding(),
        Words.of(control.finding()),
        control.reason(),
        control.evidence(),
        Words.of(control.grade()),
        control.since());
  }

  private static String style() {
    try (var css = HtmlReport.class.getResourceAsStream("report.css")) {
      return new String(Objects.requireNonNull(css).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
