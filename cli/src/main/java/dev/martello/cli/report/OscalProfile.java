package dev.martello.cli.report;

import dev.martello.cli.Refusal;

/** An OSCAL profile that selects from the catalog the clauses that are answered: all of them. */
final class OscalProfile {
  static final String FILE = "profile.json";

  private OscalProfile() {}

  static String of(Report report) throws Refusal {
    var profile = Oscal.object();
    var clauses = Clauses.of(report);
    profile.put(
        "uuid", NameUuid.of("profile", clauses.keySet().toString(), report.time().toString()));
    Oscal.metadata(profile, "Martello: what is assessed", report, Words.NO_CERTIFICATE);
    var imported = profile.putArray("imports").addObject();
    imported.put("href", OscalCatalog.FILE);
    var ids = imported.putArray("include-controls").addObject().putArray("with-ids");
    clauses.keySet().forEach(ids::add);
    profile.putObject("merge").put("as-is", true);
    return Oscal.text("profile", profile);
  }
}
