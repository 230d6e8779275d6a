package dev.martello.cli.report;

import dev.martello.cli.Refusal;
import java.util.Locale;

/** What a report can be written as. */
enum Format {
  HTML,
  CSV,
  MARKDOWN,
  /** OSCAL assessment results. */
  OSCAL,
  /** The OSCAL assessment plan that the results name. */
  OSCAL_PLAN;

  String of(Report report) throws Refusal {
    return switch (this) {
      case HTML -> HtmlReport.of(report);
      case CSV -> CsvReport.of(report);
      case MARKDOWN -> MarkdownReport.of(report);
      case OSCAL -> AssessmentResults.of(report);
      case OSCAL_PLAN -> AssessmentPlan.of(report);
    };
  }

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
