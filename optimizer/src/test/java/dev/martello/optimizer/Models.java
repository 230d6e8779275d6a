package dev.martello.optimizer;

import dev.martello.optimizer.graph.FloatTensor;
import dev.martello.optimizer.graph.Nodes;
import java.util.List;
import java.util.Random;
import onnx.OnnxMl.AttributeProto;
import onnx.OnnxMl.GraphProto;
import onnx.OnnxMl.ModelProto;
import onnx.OnnxMl.NodeProto;
import onnx.OnnxMl.OperatorSetIdProto;
import onnx.OnnxMl.TensorProto;
import onnx.OnnxMl.TensorShapeProto;
import onnx.OnnxMl.TypeProto;
import onnx.OnnxMl.ValueInfoProto;

/** Small models with random weights, built node by node. */
public final class Models {
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");
  private final Random random;
  private long opset = 17;

  public Models(long seed) {
    random = new Random(seed);
  }

  public Models opset(long version) {
    opset = version;
    return this;
  }

  public Models input(String name, long... shape) {
    graph.addInput(value(name, shape));
    return this;
  }

  public Models output(String name, long... shape) {
    graph.addOutput(value(name, shape));
    return this;
  }

  /** Weights of unit variance for each sum. */
  public Models weight(String name, int... shape) {
    int count = 1;
    for (int size : shape) {
      count *= size;
    }
    var values = new float[count];
    double scale = shape.length == 1 ? 0.1 : Math.sqrt(2.0 * shape[shape.length - 1] / count);
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.nextGaussian() * scale);
    }
    return constant(new FloatTensor(shape, values).named(name));
  }

  public Models constant(TensorProto tensor) {
    graph.addInitializer(tensor);
    return this;
  }

  public Models node(String operator, List<String> in, String out, AttributeProto... with) {
    return node(Nodes.make("", operator, in, out, with));
  }

  public Models node(NodeProto node) {
    graph.addNode(node);
    return this;
  }

  public GraphProto graph() {
    return graph.build();
  }

  public ModelProto build() {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .setProducerName("test")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset))
        .setGraph(graph)
        .build();
  }

  /** MatMul, Add and Relu, layer by layer, with Softmax at the end. */
  public static ModelProto mlp(long seed, int... widths) {
    var model = new Models(seed).input("x", -1, widths[0]);
    String tensor = "x";
    for (int i = 1; i < widths.length; i++) {
      model.weight("w" + i, widths[i - 1], widths[i]).weight("b" + i, widths[i]);
      model.node("MatMul", List.of(tensor, "w" + i), "p" + i);
      model.node("Add", List.of("p" + i, "b" + i), "s" + i);
      boolean last = i == widths.length - 1;
      tensor = last ? "y" : "h" + i;
      model.node(last ? "Softmax" : "Relu", List.of("s" + i), tensor);
    }
    return model.output("y", -1, widths[widths.length - 1]).build();
  }

  public static AttributeProto integers(String name, long... values) {
    var attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }

  private static ValueInfoProto value(String name, long... shape) {
    var dims = TensorShapeProto.newBuilder();
    for (long size : shape) {
      var dimension = TensorShapeProto.Dimension.newBuilder();
      dims.addDim(size < 0 ? dimension.setDimParam("N") : dimension.setDimValue(size));
    }
    var tensor =
        TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT_VALUE).setShape(dims);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}
