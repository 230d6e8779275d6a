package dev.martello.optimizer.graph;

import java.util.List;
import onnx.OnnxMl.AttributeProto;
import onnx.OnnxMl.NodeProto;

/** Nodes made and read. */
public final class Nodes {
  public static final String MICROSOFT = "com.microsoft";

  private Nodes() {}

  /** What names a node for good: its first output, since node names may be empty or the same. */
  public static String id(NodeProto node) {
    return node.getOutput(0);
  }

  public static boolean is(NodeProto node, String operator) {
    return node.getOpType().equals(operator)
        && (node.getDomain().isEmpty() || node.getDomain().equals("ai.onnx"));
  }

  public static NodeProto make(
      String domain, String operator, List<String> inputs, String output, AttributeProto... with) {
    return NodeProto.newBuilder()
        .setDomain(domain)
        .setOpType(operator)
        .setName(output + "/" + operator)
        .addAllInput(inputs)
        .addOutput(output)
        .addAllAttribute(List.of(with))
        .build();
  }

  public static AttributeProto attribute(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  public static long integer(NodeProto node, String name, long otherwise) {
    return node.getAttributeList().stream()
        .filter(attribute -> attribute.getName().equals(name))
        .mapToLong(AttributeProto::getI)
        .findFirst()
        .orElse(otherwise);
  }

  public static float decimal(NodeProto node, String name, float otherwise) {
    for (AttributeProto attribute : node.getAttributeList()) {
      if (attribute.getName().equals(name)) {
        return attribute.getF();
      }
    }
    return otherwise;
  }

  /** The input's name, empty if it is left out. */
  public static String input(NodeProto node, int index) {
    return index < node.getInputCount() ? node.getInput(index) : "";
  }
}
