package dev.martello.cli.report;

import java.util.Collection;

/** Markup that is safe: whatever came in as text was escaped on the way. */
record Html(String markup) {
  static final Html NOTHING = new Html("");

  /** The template with each {@code {}} replaced: text is escaped, {@link Html} goes in as it is. */
  static Html of(String template, Object... values) {
    var filled = new StringBuilder();
    int from = 0;
    for (var value : values) {
      int to = template.indexOf("{}", from);
      filled.append(template, from, to);
      filled.append(value instanceof Html html ? html.markup : escaped(value.toString()));
      from = to + 2;
    }
    return new Html(filled.append(template.substring(from)).toString());
  }

  static Html join(Collection<Html> parts) {
    var joined = new StringBuilder();
    parts.forEach(part -> joined.append(part.markup));
    return new Html(joined.toString());
  }

  /** ASCII only, so that the page reads the same in whatever charset it was printed. */
  private static String escaped(String text) {
    var escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              boolean plain = c == '\n' || c == '\t' || (c >= ' ' && c < 127);
              if (c < ' ' && !plain) {
                escaped.append("&#xFFFD;"); // HTML has no way to write other control characters
              } else if (!plain || "&<>\"'".indexOf(c) >= 0) {
                escaped.append("&#").append(c).append(';');
              } else {
                escaped.appendCodePoint(c);
              }
            });
    return escaped.toString();
  }
}
