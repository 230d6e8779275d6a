package dev.martello.runtime;

import dev.martello.runtime.model.OnnxSession;
import dev.martello.runtime.model.SessionDescription;
import dev.martello.sealedmodel.ModelDescription;
import dev.martello.sealedmodel.ModelFormat;
import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Looks at a plain ONNX model as a pod would: what it can't serve is refused here already. */
public final class ModelInspector {
  private static final String MODEL = "model: ";

  private ModelInspector() {}

  /**
   * Describes a model file.
   *
   * @throws ModelRefused reason FileMissing, TooLarge or ModelUnloadable
   */
  public static ModelDescription describe(Path onnx) throws ModelRefused {
    return describe(onnx, ModelInspector::describe);
  }

  /**
   * Writes a model in ONNX Runtime's own format, which a pod uses in place, and tries it.
   *
   * @param ort the file to be made; it holds the model in the clear
   * @return the new file's description
   * @throws ModelRefused reason FileMissing, TooLarge or ModelUnloadable
   */
  public static ModelDescription convert(Path onnx, Path ort) throws ModelRefused {
    return describe(
        onnx,
        model -> {
          ModelDescription description = describe(model);
          OnnxSession.writeOrt(model, ort);
          try (OnnxSession converted = OnnxSession.inPlace(read(ort))) {
            SessionDescription.requireTensors(description, converted);
          }
          return description.in(ModelFormat.ORT);
        });
  }

  private interface Reading {
    ModelDescription of(ByteBuffer model) throws ModelRefused, IOException;
  }

  private static ModelDescription describe(Path onnx, Reading reading) throws ModelRefused {
    try {
      return reading.of(read(onnx));
    } catch (ModelRefused e) {
      throw named(onnx, e);
    } catch (IOException e) {
      throw new ModelRefused(
          Reason.FileMissing, onnx + ": can't be read; give the .onnx file of the model.", e);
    }
  }

  private static ByteBuffer read(Path path) throws ModelRefused, IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      if (file.size() > Integer.MAX_VALUE) {
        throw new ModelRefused(Reason.TooLarge, path + ": is larger than 2 GiB; make it smaller.");
      }
      ByteBuffer model = ByteBuffer.allocateDirect((int) file.size());
      while (model.hasRemaining() && file.read(model) >= 0) {
        // a read may stop short
      }
      return model.flip();
    }
  }

  /** A pod has one model and calls it so; who seals one has named a file. */
  private static ModelRefused named(Path onnx, ModelRefused refused) {
    String said = String.valueOf(refused.getMessage());
    return said.startsWith(MODEL)
        ? new ModelRefused(refused.reason(), onnx + ": " + said.substring(MODEL.length()), refused)
        : refused;
  }

  /**
   * Describes a model in memory.
   *
   * @param onnx a direct buffer
   * @throws ModelRefused reason ModelUnloadable
   */
  public static ModelDescription describe(ByteBuffer onnx) throws ModelRefused {
    try (OnnxSession session = OnnxSession.open(onnx)) {
      return SessionDescription.of(session, onnx);
    }
  }
}
