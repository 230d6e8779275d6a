package dev.martello.optimizer.graph;

import java.util.ArrayList;
import java.util.HashSet;
import onnx.OnnxMl.AttributeProto;
import onnx.OnnxMl.ModelProto;
import onnx.OnnxMl.NodeProto;
import onnx.OnnxMl.TensorProto;
import org.jspecify.annotations.Nullable;

/**
 * Makes weights visible as initializers: some exporters (Paddle, Silero) keep them in {@code
 * Constant} nodes, and IR version 3 and older lists every initializer as an input too.
 */
public final class ConstantLifting {
  private static final int FIRST_IR_WITH_PRIVATE_INITIALIZERS = 4;

  private ConstantLifting() {}

  public static ModelProto lift(ModelProto model) {
    ModelProto.Builder lifted = model.toBuilder();
    var body = model.getGraph().toBuilder();
    var kept = new ArrayList<NodeProto>();
    for (NodeProto node : model.getGraph().getNodeList()) {
      TensorProto value = value(node);
      if (value == null) {
        kept.add(node);
      } else {
        body.addInitializer(value.toBuilder().setName(node.getOutput(0)));
      }
    }
    body.clearNode().addAllNode(kept);
    if (model.getIrVersion() < FIRST_IR_WITH_PRIVATE_INITIALIZERS) {
      lifted.setIrVersion(FIRST_IR_WITH_PRIVATE_INITIALIZERS);
      var constants = new HashSet<String>();
      body.getInitializerList().forEach(tensor -> constants.add(tensor.getName()));
      var inputs =
          body.getInputList().stream().filter(in -> !constants.contains(in.getName())).toList();
      body.clearInput().addAllInput(inputs);
    }
    return lifted.setGraph(body).build();
  }

  private static @Nullable TensorProto value(NodeProto node) {
    if (!Nodes.is(node, "Constant")) {
      return null;
    }
    for (AttributeProto attribute : node.getAttributeList()) {
      if (attribute.getName().equals("value") && attribute.hasT()) {
        return attribute.getT();
      }
    }
    return null;
  }
}
