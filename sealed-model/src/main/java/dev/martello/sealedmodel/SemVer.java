package dev.martello.sealedmodel;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version after Semantic Versioning 2.0.0. {@link #compareTo} is its precedence (section 11),
 * which ignores build metadata, so versions that compare as 0 need not be equal.
 *
 * @param preRelease the dot-separated identifiers after the hyphen; empty for a release
 * @param build what follows the plus sign; empty if nothing does
 */
public record SemVer(long major, long minor, long patch, List<String> preRelease, String build)
    implements Comparable<SemVer> {

  private static final int MAX_LENGTH = 128;
  private static final String NUMBER = "(0|[1-9][0-9]{0,17})";
  private static final String PRE = "(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)";
  private static final Pattern SYNTAX =
      Pattern.compile(
          NUMBER
              + "\\."
              + NUMBER
              + "\\."
              + NUMBER
              + "(?:-("
              + PRE
              + "(?:\\."
              + PRE
              + ")*))?"
              + "(?:\\+([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?");

  public SemVer {
    preRelease = List.copyOf(preRelease);
    String text = text(major, minor, patch, preRelease, build);
    if (text.length() > MAX_LENGTH || !SYNTAX.matcher(text).matches()) {
      throw notAVersion(text);
    }
  }

  /**
   * Reads a version.
   *
   * @throws IllegalArgumentException if the text is no version after Semantic Versioning 2.0.0 of
   *     at most 128 characters
   */
  public static SemVer parse(String text) {
    Matcher parts = SYNTAX.matcher(text);
    if (text.length() > MAX_LENGTH || !parts.matches()) {
      throw notAVersion(text);
    }
    String pre = parts.group(4);
    String build = parts.group(5);
    return new SemVer(
        Long.parseLong(parts.group(1)),
        Long.parseLong(parts.group(2)),
        Long.parseLong(parts.group(3)),
        pre == null ? List.of() : List.of(pre.split("\\.", -1)),
        build == null ? "" : build);
  }

  @Override
  public int compareTo(SemVer other) {
    int numbers = Long.compare(major, other.major);
    numbers = numbers != 0 ? numbers : Long.compare(minor, other.minor);
    numbers = numbers != 0 ? numbers : Long.compare(patch, other.patch);
    return numbers != 0 ? numbers : comparePreRelease(preRelease, other.preRelease);
  }

  private static int comparePreRelease(List<String> a, List<String> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return Boolean.compare(a.isEmpty(), b.isEmpty()); // a release comes after its pre-releases
    }
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      int order = compareIdentifier(a.get(i), b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  private static int compareIdentifier(String a, String b) {
    boolean aNumeric = a.chars().allMatch(c -> c >= '0' && c <= '9');
    boolean bNumeric = b.chars().allMatch(c -> c >= '0' && c <= '9');
    if (aNumeric != bNumeric) {
      return aNumeric ? -1 : 1;
    }
    // Without leading zeros the longer number is the larger one, of whatever length.
    return aNumeric && a.length() != b.length()
        ? Integer.compare(a.length(), b.length())
        : a.compareTo(b);
  }

  @Override
  public String toString() {
    return text(major, minor, patch, preRelease, build);
  }

  private static String text(long major, long minor, long patch, List<String> pre, String build) {
    return major
        + "."
        + minor
        + "."
        + patch
        + (pre.isEmpty() ? "" : "-" + String.join(".", pre))
        + (build.isEmpty() ? "" : "+" + build);
  }

  private static IllegalArgumentException notAVersion(String text) {
    String shown = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text;
    return new IllegalArgumentException(
        "'" + shown + "' is not a version; give one like 1.4.0 (Semantic Versioning 2.0.0)");
  }
}
