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
  OSCAL_PLAN,
  /** The clauses that are answered, in our words. */
  OSCAL_CATALOG,
  /** The selection of all of them. */
  OSCAL_PROFILE,
  /** By which checks Martello contributes to which clause. */
  OSCAL_COMPONENTS;

  String of(Report report) throws Refusal {
    return switch (this) {
      case HTML -> HtmlReport.of(report);
      case CSV -> CsvReport.of(report);
      case MARKDOWN -> MarkdownReport.of(report);
      case OSCAL -> AssessmentResults.of(report);
      case OSCAL_PLAN -> AssessmentPlan.of(report);
      case OSCAL_CATALOG -> OscalCatalog.of(report);
      case OSCAL_PROFILE -> OscalProfile.of(report);
      case OSCAL_COMPONENTS -> ComponentDefinition.of(report);
    };
  }

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
