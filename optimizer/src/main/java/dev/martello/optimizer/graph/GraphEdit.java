package dev.martello.optimizer.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onnx.OnnxMl.ModelProto;
import onnx.OnnxMl.NodeProto;
import onnx.OnnxMl.OperatorSetIdProto;
import onnx.OnnxMl.TensorProto;

/** Changes to the outer graph, collected and then made at once. Subgraphs are never touched. */
public final class GraphEdit {
  private final ModelGraph graph;
  private final Map<String, List<NodeProto>> replaced = new HashMap<>();
  private final Map<String, List<NodeProto>> following = new HashMap<>();
  private final List<NodeProto> first = new ArrayList<>();
  private final Map<String, TensorProto> added = new LinkedHashMap<>();
  private final Set<String> reshaped = new HashSet<>();
  private final Set<String> names;

  public GraphEdit(ModelGraph graph) {
    this.graph = graph;
    this.names = graph.tensorNames();
  }

  /** A tensor name that nothing has yet. */
  public String fresh(String stem) {
    String name = stem;
    for (int i = 2; !names.add(name); i++) {
      name = stem + "_" + i;
    }
    return name;
  }

  /** Puts others in a node's place; the last of them should make what it made. */
  public void replace(NodeProto node, List<NodeProto> with) {
    replaced.put(Nodes.id(node), List.copyOf(with));
  }

  /** Puts nodes right behind the one that makes the tensor, or in front if it is an input. */
  public void follow(String tensor, List<NodeProto> with) {
    graph
        .producer(tensor)
        .ifPresentOrElse(
            maker ->
                following.computeIfAbsent(Nodes.id(maker), id -> new ArrayList<>()).addAll(with),
            () -> first.addAll(with));
  }

  public String constant(TensorProto tensor) {
    added.put(tensor.getName(), tensor);
    return tensor.getName();
  }

  /** What the file says of this tensor's shape no longer holds. */
  public void reshape(String tensor) {
    reshaped.add(tensor);
  }

  public ModelProto build() {
    var nodes = new ArrayList<NodeProto>(first);
    for (NodeProto node : graph.nodes()) {
      String id = Nodes.id(node);
      nodes.addAll(replaced.getOrDefault(id, List.of(node)));
      nodes.addAll(following.getOrDefault(id, List.of()));
    }
    var present = new HashSet<String>();
    for (NodeProto node : nodes) {
      present.addAll(node.getInputList());
      present.addAll(node.getOutputList());
    }
    ModelProto.Builder model = graph.model().toBuilder();
    var body = graph.model().getGraph().toBuilder();
    body.clearNode().addAllNode(nodes);
    var inputs = new HashSet<String>();
    body.getInputList().forEach(input -> inputs.add(input.getName()));
    List<TensorProto> constants =
        graph.model().getGraph().getInitializerList().stream()
            .filter(
                tensor ->
                    present.contains(tensor.getName())
                        || graph.isHeld(tensor.getName())
                        || inputs.contains(tensor.getName()))
            .toList();
    body.clearInitializer().addAllInitializer(constants).addAllInitializer(added.values());
    var shapes =
        body.getValueInfoList().stream()
            .filter(info -> present.contains(info.getName()) && !reshaped.contains(info.getName()))
            .toList();
    body.clearValueInfo().addAllValueInfo(shapes);
    importMicrosoft(model, nodes);
    return model.setGraph(body).build();
  }

  private static void importMicrosoft(ModelProto.Builder model, List<NodeProto> nodes) {
    boolean used = nodes.stream().anyMatch(node -> node.getDomain().equals(Nodes.MICROSOFT));
    boolean known =
        model.getOpsetImportList().stream()
            .anyMatch(imported -> imported.getDomain().equals(Nodes.MICROSOFT));
    if (used && !known) {
      model.addOpsetImport(
          OperatorSetIdProto.newBuilder().setDomain(Nodes.MICROSOFT).setVersion(1));
    }
  }
}
