package dev.martello.runtime.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.Reason;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;

/**
 * A model in ONNX Runtime, on the CPU, one thread per run; runs may go on in parallel. ONNX Runtime
 * logs nothing: its messages can quote the elements of an input.
 */
public final class OnnxSession implements AutoCloseable {
  private static final OrtLoggingLevel SILENT = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;
  private static final int LONGEST_REASON = 300;

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final OnnxFile file;
  private final Map<String, ModelTensor> inputs;
  private final Map<String, ModelTensor> outputs;

  private OnnxSession(
      OrtEnvironment environment,
      OrtSession session,
      OnnxFile file,
      Map<String, ModelTensor> inputs,
      Map<String, ModelTensor> outputs) {
    this.environment = environment;
    this.session = session;
    this.file = file;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /**
   * Loads a model.
   *
   * @param model a direct buffer; ONNX Runtime copies what it needs, so it can be zeroed afterwards
   * @throws ModelRefused reason ModelUnloadable: what ONNX Runtime, or this runtime, can't take
   */
  public static OnnxSession open(ByteBuffer model) throws ModelRefused {
    OnnxFile file = readFile(model);
    OrtEnvironment environment = OrtEnvironment.getEnvironment(SILENT);
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setSessionLogLevel(SILENT);
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      options.addConfigEntry("session.inter_op.allow_spinning", "0");
      OrtSession session = environment.createSession(model.duplicate(), options);
      try {
        return new OnnxSession(
            environment,
            session,
            file,
            SessionTensors.inputs(session.getInputInfo()),
            SessionTensors.outputs(session.getOutputInfo()));
      } catch (ModelRefused | OrtException e) {
        session.close();
        throw e;
      }
    } catch (OrtException e) {
      String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new ModelRefused(
          Reason.ModelUnloadable,
          "model: ONNX Runtime "
              + environment.getVersion()
              + " does not load it: "
              + said.substring(0, Math.min(LONGEST_REASON, said.length()))
              + "; export it for operators that this version has.",
          e);
    }
  }

  private static OnnxFile readFile(ByteBuffer model) throws ModelRefused {
    OnnxFile file;
    try {
      file = OnnxFile.read(model);
    } catch (IllegalArgumentException e) {
      throw new ModelRefused(
          Reason.ModelUnloadable, "model: is no ONNX file; give the .onnx file of the model.", e);
    }
    if (file.externalData()) {
      throw new ModelRefused(
          Reason.ModelUnloadable,
          "model: keeps weights in another file; save it with all of them in the one .onnx file.");
    }
    return file;
  }

  /** Runs the model; the result must be closed. */
  public OrtSession.Result run(Map<String, OnnxTensor> given, Set<String> wanted)
      throws OrtException {
    return session.run(given, wanted);
  }

  public OrtEnvironment environment() {
    return environment;
  }

  /** By name, in the model's order. */
  public Map<String, ModelTensor> inputs() {
    return inputs;
  }

  /** By name, in the model's order. */
  public Map<String, ModelTensor> outputs() {
    return outputs;
  }

  OnnxFile file() {
    return file;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime could not close its session", e);
    }
  }
}
