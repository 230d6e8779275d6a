package dev.martello.optimizer.graph;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.martello.optimizer.OptimizationRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import onnx.OnnxMl.ModelProto;
import onnx.OnnxMl.TensorProto;

/** An ONNX file as its protobuf message; what we don't know in it is kept. */
public final class OnnxFile {
  private OnnxFile() {}

  public static ModelProto read(Path file) throws OptimizationRefused, IOException {
    return parse(Files.readAllBytes(file), file.toString());
  }

  /**
   * Reads a model.
   *
   * @param where the file's name, for the message
   */
  public static ModelProto parse(byte[] bytes, String where) throws OptimizationRefused {
    ModelProto model;
    try {
      model = ModelProto.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new OptimizationRefused(where + " is not an ONNX model: name an .onnx file", e);
    }
    if (model.getGraph().getNodeCount() == 0) {
      throw new OptimizationRefused(where + " has no graph: name an .onnx file with a model");
    }
    for (TensorProto weight : model.getGraph().getInitializerList()) {
      if (weight.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
        throw new OptimizationRefused(
            "%s keeps weight %s in another file: save it as one file (onnx.save_model without save_as_external_data)"
                .formatted(where, weight.getName()));
      }
    }
    return model;
  }
}
