package dev.martello.runtime.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.martello.runtime.tensor.Datatype;
import dev.martello.runtime.tensor.OutputTensor;
import dev.martello.runtime.tensor.TensorData;
import dev.martello.runtime.tensor.TensorFactory;
import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.Reason;
import java.nio.ByteBuffer;
import java.nio.file.Path;
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
  private static final int LONGEST_REASON = 300;

  /** Weights packed anew for matrix products would be a copy, so nothing is packed. */
  private static final Map<String, String> IN_PLACE =
      Map.of(
          "session.load_model_format", "ORT",
          "session.use_ort_model_bytes_directly", "1",
          "session.use_ort_model_bytes_for_initializers", "1",
          "session.disable_prepacking", "1");

  private final OrtSession session;
  private final TensorFactory tensors;
  private final Map<String, ModelTensor> inputs;
  private final Map<String, ModelTensor> outputs;

  private OnnxSession(
      OrtSession session,
      TensorFactory tensors,
      Map<String, ModelTensor> inputs,
      Map<String, ModelTensor> outputs) {
    this.session = session;
    this.tensors = tensors;
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
    OnnxFile.of(model);
    return open(model, Map.of());
  }

  /**
   * Loads a model in ONNX Runtime's own format, whose weights stay where they are.
   *
   * @param model a direct buffer, which must stay as it is until the session is closed
   * @throws ModelRefused reason ModelUnloadable: what ONNX Runtime, or this runtime, can't take
   */
  public static OnnxSession inPlace(ByteBuffer model) throws ModelRefused {
    return open(model, IN_PLACE);
  }

  /**
   * Writes a model in ONNX Runtime's own format, optimized for any CPU.
   *
   * @param onnx a direct buffer
   * @param file to be made
   * @throws ModelRefused reason ModelUnloadable: what ONNX Runtime can't take
   */
  public static void writeOrt(ByteBuffer onnx, Path file) throws ModelRefused {
    try (OrtSession.SessionOptions options = options(Map.of("session.save_model_format", "ORT"))) {
      // Beyond this level the arrangement of the weights depends on the machine.
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.EXTENDED_OPT);
      options.setOptimizedModelFilePath(file.toString());
      LastingEnvironment.get().createSession(onnx.duplicate(), options).close();
    } catch (OrtException e) {
      throw unloadable(e);
    }
  }

  private static OnnxSession open(ByteBuffer model, Map<String, String> entries)
      throws ModelRefused {
    try (OrtSession.SessionOptions options = options(entries)) {
      OrtSession session = LastingEnvironment.get().createSession(model.duplicate(), options);
      try {
        Map<String, ModelTensor> inputs = SessionTensors.inputs(session.getInputInfo());
        Map<String, ModelTensor> outputs = SessionTensors.outputs(session.getOutputInfo());
        List<Datatype> given = inputs.values().stream().map(ModelTensor::datatype).toList();
        return new OnnxSession(
            session, TensorFactory.of(LastingEnvironment.get(), given), inputs, outputs);
      } catch (ModelRefused | OrtException e) {
        session.close();
        throw e;
      }
    } catch (OrtException e) {
      throw unloadable(e);
    }
  }

  // Closed by who asked for them.
  private static OrtSession.SessionOptions options(Map<String, String> entries)
      throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setSessionLogLevel(LastingEnvironment.SILENT);
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    options.addConfigEntry("session.inter_op.allow_spinning", "0");
    for (Map.Entry<String, String> entry : entries.entrySet()) {
      options.addConfigEntry(entry.getKey(), entry.getValue());
    }
    return options;
  }

  private static ModelRefused unloadable(OrtException e) {
    String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return new ModelRefused(
        Reason.ModelUnloadable,
        "model: ONNX Runtime "
            + runtimeVersion()
            + " does not load it: "
            + said.substring(0, Math.min(LONGEST_REASON, said.length()))
            + "; export it for operators that this version has.",
        e);
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
    return LastingEnvironment.get().getVersion();
  }

  /** By name, in the model's order. */
  public Map<String, ModelTensor> inputs() {
    return inputs;
  }

  /** By name, in the model's order. */
  public Map<String, ModelTensor> outputs() {
    return outputs;
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
