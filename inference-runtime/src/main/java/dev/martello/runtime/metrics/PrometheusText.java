package dev.martello.runtime.metrics;

/** Metrics in the text format of Prometheus, version 0.0.4. */
public final class PrometheusText {
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final StringBuilder text = new StringBuilder();

  /** Begins a family; its samples must follow. */
  public PrometheusText family(String name, String type, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    return this;
  }

  /**
   * A line.
   *
   * @param labels as {@link #label} makes them, parted by commas
   */
  public PrometheusText sample(String name, String labels, long value) {
    return sample(name, labels, Long.toString(value));
  }

  public PrometheusText sample(String name, String labels, double value) {
    return sample(name, labels, Double.toString(value));
  }

  private PrometheusText sample(String name, String labels, String value) {
    text.append(name);
    if (!labels.isEmpty()) {
      text.append('{').append(labels).append('}');
    }
    text.append(' ').append(value).append('\n');
    return this;
  }

  /** A family of one sample. */
  public PrometheusText single(String name, String type, String help, String labels, long value) {
    return family(name, type, help).sample(name, labels, value);
  }

  /** A family of one histogram. */
  public PrometheusText histogram(String name, String help, String labels, Histogram values) {
    family(name, "histogram", help);
    values.write(name, labels, this);
    return this;
  }

  public static String label(String name, String value) {
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return name + "=\"" + escaped + "\"";
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
