package dev.martello.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version that this runtime was built as. */
final class RuntimeVersion {
  private RuntimeVersion() {}

  static String read() {
    Properties properties = new Properties();
    try (InputStream in = RuntimeVersion.class.getResourceAsStream("version.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the class path can be read", e);
    }
    return properties.getProperty("version", "unknown");
  }
}
