package dev.martello.operator.fleet;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An object that repeats what statuses say, for other programs to read.
 *
 * @param namespace empty: it belongs to the cluster
 * @param owner with which it goes away
 * @param fields all but apiVersion, kind and metadata
 */
public record Document(
    Kind kind,
    Optional<String> namespace,
    String name,
    Optional<Owner> owner,
    Map<String, Object> fields) {

  /** What it is. */
  public enum Kind {
    Summary("models.martello.dev/v1alpha1", "ComplianceSummary", "compliancesummaries"),
    Report("openreports.io/v1alpha1", "Report", "reports"),
    ClusterReport("openreports.io/v1alpha1", "ClusterReport", "clusterreports");

    /** Kinds of the OpenReports project: written only where they are installed. */
    public static final List<Kind> OPEN_REPORTS = List.of(Report, ClusterReport);

    private final String apiVersion;
    private final String kind;
    private final String plural;

    Kind(String apiVersion, String kind, String plural) {
      this.apiVersion = apiVersion;
      this.kind = kind;
      this.plural = plural;
    }

    public String apiVersion() {
      return apiVersion;
    }

    public String kind() {
      return kind;
    }

    public String plural() {
      return plural;
    }
  }

  /** The ModelDeployment of which it speaks. */
  public record Owner(String apiVersion, String kind, String name, String uid) {}

  /** Tells it from all others. */
  public String key() {
    return kind + " " + namespace.orElse("") + "/" + name;
  }
}
