package dev.martello.runtime.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.martello.runtime.tensor.Datatype;
import dev.martello.runtime.tensor.OutputTensor;
import dev.martello.runtime.tensor.TensorData;
import dev.martello.runtime.tensor.TensorFactory;
import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.Reason;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A model in ONNX Runtime, on the CPU, one thread per run; runs may go on in parallel. ONNX Runtime
 * logs nothing: its messages can quote the elements of an input.
 */
public final class OnnxSession implements AutoCloseable {
  private static final OrtLoggingLevel SILENT = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;
  private static final int LONGEST_REASON = 300;

  private final OrtSession session;
  private final TensorFactory tensors;
  private final OnnxFile file;
  private final Map<String, ModelTensor> inputs;
  private final Map<String, ModelTensor> outputs;

  private OnnxSession(
      OrtSession session,
      TensorFactory tensors,
      OnnxFile file,
      Map<String, ModelTensor> inputs,
      Map<String, ModelTensor> outputs) {
    this.session = session;
    this.tensors = tensors;
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
        Map<String, ModelTensor> inputs = SessionTensors.inputs(session.getInputInfo());
        Map<String, ModelTensor> outputs = SessionTensors.outputs(session.getOutputInfo());
        List<Datatype> given = inputs.values().stream().map(ModelTensor::datatype).toList();
        return new OnnxSession(
            session, TensorFactory.of(environment, given), file, inputs, outputs);
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

  /** Runs the model, and copies out of ONNX Runtime what is wanted of it. */
  public Map<String, OutputTensor> run(Map<String, TensorData> given, Set<String> wanted)
      throws OrtException {
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try {
      for (Map.Entry<String, TensorData> input : given.entrySet()) {
        inputs.put(input.getKey(), input.getValue().tensor(tensors));
      }
      try (OrtSession.Result result = session.run(inputs, wanted)) {
        Map<String, OutputTensor> taken = new HashMap<>();
        for (Map.Entry<String, OnnxValue> output : result) {
          ModelTensor described = outputs.get(output.getKey());
          Optional<OutputTensor> tensor =
              described == null
                  ? Optional.empty()
                  : OutputTensor.of(described.datatype(), output.getValue());
          taken.put(
              output.getKey(),
              tensor.orElseThrow(
                  () ->
                      new IllegalStateException(
                          "output '" + output.getKey() + "' is not what the model said")));
        }
        return taken;
      }
    } finally {
      OnnxValue.close(inputs);
    }
  }

  /** Of ONNX Runtime itself. */
  public static String runtimeVersion() {
    return OrtEnvironment.getEnvironment(SILENT).getVersion();
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
      tensors.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime could not close its session", e);
    }
  }
}
