package dev.martello.cli.image;

import java.util.Locale;
import java.util.Map;

/**
 * The kind of machine that runs us, whose Java and libraries go into what we build.
 *
 * @param system {@code linux}, {@code osx} or whatever the host calls itself
 * @param processor {@code x64}, {@code aarch64} or whatever the host calls itself
 */
public record Platform(String system, String processor) {
  public static Platform of(Map<?, ?> properties) {
    var os = String.valueOf(properties.get("os.name")).toLowerCase(Locale.ROOT);
    var arch = String.valueOf(properties.get("os.arch"));
    return new Platform(
        os.startsWith("mac") ? "osx" : os,
        arch.equals("amd64") || arch.equals("x86_64") ? "x64" : arch);
  }

  /**
   * Whether an image can be built here: its Java is linked from the running one, and the system
   * libraries are pinned for amd64.
   */
  public boolean buildsImages() {
    return onLinux() && processor.equals("x64");
  }

  public boolean onLinux() {
    return system.equals("linux");
  }

  /** As ONNX Runtime's jar names it, such as {@code linux-x64}. */
  public String onnxRuntimeName() {
    return system + "-" + processor;
  }
}
