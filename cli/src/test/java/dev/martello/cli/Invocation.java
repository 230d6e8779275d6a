package dev.martello.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** One run of the command in this process, and what came of it. */
public record Invocation(int exitCode, String out, String err) {
  public static Invocation of(Object... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var texts = new String[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      texts[i] = arguments[i].toString();
    }
    int exitCode =
        Martello.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err, true))
            .execute(texts);
    return new Invocation(exitCode, out.toString(), err.toString());
  }

  /** The one line of a refusal, without its end. */
  public String refusal() {
    if (exitCode != 1
        || err.lines().count() != 1
        || !err.startsWith("martello: ")
        || err.contains("fault of martello")) {
      throw new AssertionError("not a refusal in one line: " + this);
    }
    return err.strip();
  }

  public String lastLine() {
    return out.strip().lines().reduce("", (earlier, line) -> line);
  }
}
