package dev.martello.operator.findings;

import java.math.BigInteger;
import java.util.List;

/** Precedence of versions (Semantic Versioning 2.0.0, section 11). */
final class SemanticVersion {
  private SemanticVersion() {}

  /** Whether the version is at least the minimum; false if either isn't a version. */
  static boolean reaches(String version, String minimum) {
    return valid(version) && valid(minimum) && compare(version, minimum) >= 0;
  }

  private static boolean valid(String text) {
    return text.length() <= 64
        && text.matches(
            "\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?(\\+[0-9A-Za-z.-]+)?");
  }

  private static int compare(String left, String right) {
    String a = withoutBuild(left);
    String b = withoutBuild(right);
    int core = identifiers(core(a), core(b));
    if (core != 0) {
      return core;
    }
    if (preRelease(a).isEmpty() || preRelease(b).isEmpty()) {
      // A pre-release comes before its release.
      return Boolean.compare(preRelease(a).isEmpty(), preRelease(b).isEmpty());
    }
    return identifiers(preRelease(a), preRelease(b));
  }

  private static int identifiers(List<String> left, List<String> right) {
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      int order = identifier(left.get(i), right.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.size(), right.size());
  }

  /** Numbers by value and before words; words by ASCII. */
  private static int identifier(String left, String right) {
    boolean a = left.matches("\\d+");
    boolean b = right.matches("\\d+");
    if (a && b) {
      return new BigInteger(left).compareTo(new BigInteger(right));
    }
    return a == b ? left.compareTo(right) : Boolean.compare(b, a);
  }

  private static List<String> core(String version) {
    int dash = version.indexOf('-');
    return List.of((dash < 0 ? version : version.substring(0, dash)).split("\\.", -1));
  }

  private static List<String> preRelease(String version) {
    int dash = version.indexOf('-');
    return dash < 0 ? List.of() : List.of(version.substring(dash + 1).split("\\.", -1));
  }

  private static String withoutBuild(String version) {
    int plus = version.indexOf('+');
    return plus < 0 ? version : version.substring(0, plus);
  }
}
