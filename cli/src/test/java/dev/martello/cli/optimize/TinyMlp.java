package dev.martello.cli.optimize;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import onnx.OnnxMl.GraphProto;
import onnx.OnnxMl.ModelProto;
import onnx.OnnxMl.NodeProto;
import onnx.OnnxMl.OperatorSetIdProto;
import onnx.OnnxMl.TensorProto;
import onnx.OnnxMl.TensorShapeProto;
import onnx.OnnxMl.TypeProto;
import onnx.OnnxMl.ValueInfoProto;

/** Two layers with random weights, large enough to gain from 8 bits. */
final class TinyMlp {
  private static final Random RANDOM = new Random(1);

  private TinyMlp() {}

  static byte[] bytes() {
    var graph =
        GraphProto.newBuilder()
            .setName("mlp")
            .addInput(value("x", 8))
            .addOutput(value("y", 3))
            .addInitializer(weights("w1", 8, 256))
            .addInitializer(weights("w2", 256, 3))
            .addNode(node("MatMul", "h", "x", "w1"))
            .addNode(node("Relu", "r", "h"))
            .addNode(node("MatMul", "y", "r", "w2"));
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  /** 500 rows without labels. */
  static Path data(Path directory) throws IOException {
    var text = new StringBuilder("a,b,c,d,e,f,g,h\n");
    for (int row = 0; row < 500; row++) {
      for (int column = 0; column < 8; column++) {
        text.append(column == 0 ? "" : ",").append((float) RANDOM.nextGaussian());
      }
      text.append('\n');
    }
    return Files.writeString(directory.resolve("data.csv"), text);
  }

  private static NodeProto node(String operator, String out, String... in) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .addAllInput(java.util.List.of(in))
        .addOutput(out)
        .build();
  }

  private static TensorProto weights(String name, int rows, int columns) {
    var bytes = ByteBuffer.allocate(rows * columns * 4).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      bytes.putFloat((float) (RANDOM.nextGaussian() / Math.sqrt(rows)));
    }
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(TensorProto.DataType.FLOAT_VALUE)
        .addDims(rows)
        .addDims(columns)
        .setRawData(ByteString.copyFrom(bytes.flip()))
        .build();
  }

  private static ValueInfoProto value(String name, long columns) {
    var shape =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("N"))
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(columns));
    var tensor =
        TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT_VALUE).setShape(shape);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}
