package dev.martello.cli.image;

import java.util.List;

/**
 * A program of this project that runs in a container: what of it goes into the image.
 *
 * @param module the Maven module, a folder of the checkout
 * @param javaModules what jlink puts into its Java; what those need comes along
 * @param options to {@code java}, before the class path
 * @param directories empty ones below the working directory, where the kubelet mounts files
 * @param inference whether it needs ONNX Runtime
 */
public record Workload(
    String module,
    String mainClass,
    List<String> javaModules,
    List<String> options,
    List<String> directories,
    boolean inference) {

  public static final String WORKING_DIRECTORY = "/martello";
  public static final String USER = "65532:65532";

  /**
   * In every image. No shared memory file, no attach socket, no core dump: each would be a second
   * way to the process's memory.
   */
  private static final List<String> HARDENED =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:-UsePerfData",
          "-XX:+DisableAttachMechanism",
          "-XX:-CreateCoredumpOnCrash");

  /**
   * The heap gets a quarter of the memory limit: model, tensors and TLS buffers live outside it. A
   * full collection gives back all that it frees, since dead keys are in there.
   */
  public static final Workload RUNTIME =
      new Workload(
          "inference-runtime",
          "dev.martello.runtime.Main",
          List.of("java.base", "java.logging"),
          with(
              "-XX:MaxRAMPercentage=25",
              "-XX:MinHeapFreeRatio=0",
              "-XX:MaxHeapFreeRatio=0",
              "-XX:-ShrinkHeapInSteps",
              "--enable-native-access=ALL-UNNAMED"),
          List.of(
              "model",
              "key",
              "tls",
              "settings",
              "client-ca",
              "dataset",
              "dataset-key",
              "reference",
              "reference-key"),
          true);

  /**
   * Waits most of the time: the second compiler would cost more memory than it saves time, and a
   * heap that shrinks after the first list is what the other tenants of a node want. Too small a
   * heap ends the process in one line.
   */
  public static final Workload OPERATOR =
      new Workload(
          "operator",
          "dev.martello.operator.Main",
          List.of(
              "java.base",
              "java.logging",
              "java.management",
              "java.naming",
              "java.net.http",
              "java.xml",
              "jdk.httpserver"),
          with(
              "-XX:MaxRAMPercentage=30",
              "-XX:MaxNewSize=24m",
              "-XX:MinHeapFreeRatio=10",
              "-XX:MaxHeapFreeRatio=20",
              "-XX:-ShrinkHeapInSteps",
              "-XX:+UseCompactObjectHeaders",
              "-XX:TieredStopAtLevel=1",
              "-XX:TrimNativeHeapInterval=10000",
              "-XX:+ExitOnOutOfMemoryError"),
          List.of("runtimes", "ca"),
          false);

  private static List<String> with(String... more) {
    return java.util.stream.Stream.concat(HARDENED.stream(), java.util.Arrays.stream(more))
        .toList();
  }

  /** The image's short name. */
  public String imageName() {
    return inference ? "martello-runtime" : "martello-" + module;
  }
}
