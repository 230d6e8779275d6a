package dev.martello.operator.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * What libraries log, one line of JSON each, so that the whole of stdout can be read by machines.
 */
public final class JsonLogHandler extends Handler {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final PrintStream out;
  private final Formatter message = new SimpleFormatter();

  private JsonLogHandler(PrintStream out) {
    this.out = out;
  }

  /** From now on everything that is logged at that level or above goes there, and nowhere else. */
  public static void install(PrintStream out, Level level) {
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.setLevel(level);
    root.addHandler(new JsonLogHandler(out));
  }

  @Override
  public void publish(LogRecord logged) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", logged.getInstant().toString());
    line.put("level", logged.getLevel().getName());
    line.put("logger", Objects.requireNonNullElse(logged.getLoggerName(), ""));
    line.put("message", message.formatMessage(logged));
    if (logged.getThrown() != null) {
      line.put("error", logged.getThrown().toString());
    }
    try {
      out.println(JSON.writeValueAsString(line));
    } catch (JsonProcessingException unreachable) {
      throw new IllegalStateException("Text can always be written.", unreachable);
    }
  }

  @Override
  public void flush() {
    out.flush();
  }

  @Override
  public void close() {
    flush();
  }
}
