package dev.martello.optimizer.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import onnx.OnnxMl.GraphProto;
import onnx.OnnxMl.ModelProto;
import onnx.OnnxMl.NodeProto;
import onnx.OnnxMl.TensorProto;
import onnx.OnnxMl.ValueInfoProto;

/** A model's outer graph, looked at: who makes a tensor, who reads it, what is constant. */
public final class ModelGraph {
  private final ModelProto model;
  private final Map<String, TensorProto> constants = new LinkedHashMap<>();
  private final Map<String, NodeProto> producers = new HashMap<>();
  private final Map<String, List<NodeProto>> consumers = new HashMap<>();
  private final Set<String> held = new HashSet<>();
  private boolean subgraphs;

  public ModelGraph(ModelProto model) {
    this.model = model;
    GraphProto graph = model.getGraph();
    graph.getInitializerList().forEach(tensor -> constants.put(tensor.getName(), tensor));
    // An initializer that is an input too is a default, which a caller may override.
    graph.getInputList().forEach(input -> constants.remove(input.getName()));
    graph.getOutputList().forEach(output -> held.add(output.getName()));
    for (NodeProto node : graph.getNodeList()) {
      node.getOutputList().forEach(output -> producers.put(output, node));
      for (String input : Set.copyOf(node.getInputList())) {
        consumers.computeIfAbsent(input, name -> new ArrayList<>()).add(node);
      }
      for (var attribute : node.getAttributeList()) {
        if (attribute.hasG()) {
          capture(attribute.getG());
        }
        attribute.getGraphsList().forEach(this::capture);
      }
    }
  }

  /** A subgraph may read any outer tensor by its name, so such names must stay as they are. */
  private void capture(GraphProto subgraph) {
    subgraphs = true;
    subgraph.getOutputList().forEach(output -> held.add(output.getName()));
    for (NodeProto node : subgraph.getNodeList()) {
      held.addAll(node.getInputList());
      for (var attribute : node.getAttributeList()) {
        if (attribute.hasG()) {
          capture(attribute.getG());
        }
        attribute.getGraphsList().forEach(this::capture);
      }
    }
  }

  public ModelProto model() {
    return model;
  }

  public List<NodeProto> nodes() {
    return model.getGraph().getNodeList();
  }

  public boolean hasSubgraphs() {
    return subgraphs;
  }

  /** True if the tensor is an output of the graph, or read inside a subgraph. */
  public boolean isHeld(String tensor) {
    return held.contains(tensor);
  }

  public boolean isConstant(String tensor) {
    return constants.containsKey(tensor);
  }

  /** The constant, if it is one and holds floats. */
  public Optional<FloatTensor> constant(String tensor) {
    return Optional.ofNullable(constants.get(tensor)).flatMap(FloatTensor::of);
  }

  public Optional<NodeProto> producer(String tensor) {
    return Optional.ofNullable(producers.get(tensor));
  }

  public List<NodeProto> consumers(String tensor) {
    return consumers.getOrDefault(tensor, List.of());
  }

  /** The one node that reads the tensor, if nothing else can see it. */
  public Optional<NodeProto> onlyConsumer(String tensor) {
    List<NodeProto> readers = consumers(tensor);
    return readers.size() == 1 && !isHeld(tensor) ? Optional.of(readers.get(0)) : Optional.empty();
  }

  /** Version of the default operator set. */
  public long opset() {
    return model.getOpsetImportList().stream()
        .filter(
            imported -> imported.getDomain().isEmpty() || imported.getDomain().equals("ai.onnx"))
        .mapToLong(imported -> imported.getVersion())
        .max()
        .orElse(1);
  }

  Set<String> tensorNames() {
    var names = new HashSet<String>(producers.keySet());
    names.addAll(consumers.keySet());
    names.addAll(held);
    model.getGraph().getInitializerList().forEach(tensor -> names.add(tensor.getName()));
    model.getGraph().getInputList().stream().map(ValueInfoProto::getName).forEach(names::add);
    return names;
  }
}
