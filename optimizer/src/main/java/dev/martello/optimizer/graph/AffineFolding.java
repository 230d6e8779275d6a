package dev.martello.optimizer.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import onnx.OnnxMl.ModelProto;
import onnx.OnnxMl.NodeProto;

/**
 * Takes multiplications by constants and additions of constants in front of and behind convolutions
 * into their weights and biases. ONNX Runtime does so only for some shapes, and of models as Paddle
 * writes them not at all.
 */
public final class AffineFolding {
  private final ModelGraph graph;
  private final GraphEdit edit;
  private final Set<String> taken = new HashSet<>();

  private AffineFolding(ModelGraph graph) {
    this.graph = graph;
    this.edit = new GraphEdit(graph);
  }

  /** The same function with fewer nodes; the same model if there is nothing to fold. */
  public static ModelProto fold(ModelProto model) {
    var folding = new AffineFolding(new ModelGraph(model));
    for (NodeProto node : folding.graph.nodes()) {
      Convolution.of(folding.graph, node).ifPresent(folding::fold);
    }
    return folding.taken.isEmpty() ? model : folding.edit.build();
  }

  private void fold(Convolution convolution) {
    NodeProto node = convolution.node();
    Affine behind = Affine.none(convolution.outputs());
    String output = Nodes.id(node);
    var gone = new ArrayList<NodeProto>();
    for (Optional<NodeProto> next = graph.onlyConsumer(output);
        next.isPresent();
        next = graph.onlyConsumer(output)) {
      var more = operand(next.get(), output, convolution, behind.size());
      if (more.isEmpty()) {
        break;
      }
      behind = behind.then(more.get());
      gone.add(next.get());
      output = Nodes.id(next.get());
    }
    // From the convolution outwards, so that each is the first of those that are known already.
    Affine front = Affine.none(convolution.inputs());
    String input = node.getInput(0);
    while (convolution.takesScaledInputs() && graph.onlyConsumer(input).isPresent()) {
      Optional<NodeProto> before = graph.producer(input);
      String from = before.map(this::variable).orElse("");
      var more =
          from.isEmpty()
              ? Optional.<Affine>empty()
              : operand(before.get(), from, convolution, front.size());
      // Behind padding an addition is not the same: what is padded stays zero.
      if (more.isEmpty() || (convolution.isPadded() && more.get().shifts())) {
        break;
      }
      front = more.get().then(front);
      gone.add(before.get());
      input = from;
    }
    if (gone.isEmpty()) {
      return;
    }
    for (NodeProto done : gone) {
      taken.add(Nodes.id(done));
      edit.replace(done, List.of());
    }
    edit.replace(node, List.of());
    edit.replace(
        graph.producer(output).orElse(node),
        List.of(convolution.folded(front, behind, edit, input, output)));
  }

  /** The one input that is not constant; empty if there is no such. */
  private String variable(NodeProto node) {
    List<String> open =
        node.getInputList().stream().filter(name -> graph.constant(name).isEmpty()).toList();
    return open.size() == 1 && node.getInputCount() == 2 ? open.get(0) : "";
  }

  private Optional<Affine> operand(
      NodeProto node, String tensor, Convolution convolution, int channels) {
    if (taken.contains(Nodes.id(node)) || !variable(node).equals(tensor)) {
      return Optional.empty();
    }
    boolean second = node.getInput(0).equals(tensor);
    return graph
        .constant(node.getInput(second ? 1 : 0))
        .flatMap(constant -> convolution.perChannel(constant, channels))
        .flatMap(values -> Affine.of(node, values, second));
  }
}
