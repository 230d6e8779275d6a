package dev.martello.optimizer.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Set;

/** Loads the model that its argument names, runs it on zeros, and prints the growth in bytes. */
public final class MemoryProbe {
  private static final int RUNS = 5;

  private MemoryProbe() {}

  /** The process that {@link Memory} starts. */
  public static void main(String[] arguments) throws Exception {
    var environment = OrtEnvironment.getEnvironment();
    long before = residentKibibytes();
    try (var options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      try (var session = environment.createSession(arguments[0], options)) {
        var feeds = new HashMap<String, OnnxTensor>();
        for (var info : session.getInputInfo().values()) {
          Input input = Input.of(info);
          var shape = new long[input.shape().rank()];
          int count = 1;
          for (int axis = 0; axis < shape.length; axis++) {
            shape[axis] = Math.max(1, input.shape().at(axis));
            count = Math.multiplyExact(count, Math.toIntExact(shape[axis]));
          }
          feeds.put(input.name(), input.tensor(shape, count, i -> 0));
        }
        for (int i = 0; i < RUNS; i++) {
          session.run(feeds, Set.copyOf(session.getOutputNames())).close();
        }
        System.out.println(Math.max(0, residentKibibytes() - before) * 1024);
      }
    }
  }

  private static long residentKibibytes() throws Exception {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IllegalStateException("no VmRSS in /proc/self/status");
  }
}
