package dev.martello.optimizer.engine;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import dev.martello.optimizer.OptimizationRefused;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One model in ONNX Runtime on one thread, so that the same model and rows give the same bits. */
public final class Engine implements AutoCloseable {
  private final OrtSession session;
  private final List<Input> inputs;

  private Engine(OrtSession session, List<Input> inputs) {
    this.session = session;
    this.inputs = inputs;
  }

  public static Engine load(byte[] model) throws OptimizationRefused {
    try (var options = options()) {
      OrtSession session = OrtEnvironment.getEnvironment().createSession(model, options);
      var inputs = new ArrayList<Input>();
      for (var info : session.getInputInfo().values()) {
        inputs.add(Input.of(info));
      }
      return new Engine(session, List.copyOf(inputs));
    } catch (OrtException e) {
      throw new OptimizationRefused("ONNX Runtime refuses the model: " + e.getMessage(), e);
    }
  }

  /** Folds constants and removes what does nothing, by ONNX Runtime's own offline optimizer. */
  public static void fold(byte[] model, Path into) throws OptimizationRefused {
    try (var options = options()) {
      options.setOptimizationLevel(SessionOptions.OptLevel.BASIC_OPT);
      options.setOptimizedModelFilePath(into.toString());
      OrtEnvironment.getEnvironment().createSession(model, options).close();
    } catch (OrtException e) {
      throw new OptimizationRefused("ONNX Runtime refuses the model: " + e.getMessage(), e);
    }
  }

  private static SessionOptions options() throws OrtException {
    var options = new SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
    return options;
  }

  List<Input> inputs() {
    return inputs;
  }

  List<String> outputNames() {
    return List.copyOf(session.getOutputNames());
  }

  /** The first output of a type, in the model's order. */
  Optional<String> firstOutput(OnnxJavaType type) throws OptimizationRefused {
    try {
      return session.getOutputInfo().values().stream()
          .filter(node -> node.getInfo() instanceof TensorInfo tensor && tensor.type == type)
          .map(NodeInfo::getName)
          .findFirst();
    } catch (OrtException e) {
      throw new OptimizationRefused("ONNX Runtime can't describe the model: " + e.getMessage(), e);
    }
  }

  OrtSession session() {
    return session;
  }

  /** What to do with the answers of a run, while they still exist. */
  interface Reader {
    void read(Outputs outputs) throws OptimizationRefused;
  }

  /** The answers of a run, by name. */
  interface Outputs {
    OnnxTensor tensor(String name);
  }

  void run(Map<String, OnnxTensor> feeds, Set<String> wanted, Reader reader)
      throws OptimizationRefused {
    try (var result = session.run(feeds, wanted)) {
      reader.read(name -> (OnnxTensor) result.get(name).orElseThrow());
    } catch (OrtException e) {
      throw new OptimizationRefused("ONNX Runtime could not run the model: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime could not close a session", e);
    }
  }
}
