package dev.martello.operator.cluster;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeRuntimeHandler;
import io.fabric8.kubernetes.api.model.NodeStatus;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What the nodes say of themselves; pure.
 *
 * @param userNamespaces every schedulable node's default runtime handler supports user namespaces
 * @param embedded there is a node without a kubelet
 */
public record NodeFacts(boolean userNamespaces, boolean embedded) {
  private static final String EMBEDDED = "martello.dev/embedded";

  public static NodeFacts of(Collection<Node> nodes) {
    List<Node> schedulable =
        nodes.stream()
            .filter(
                node ->
                    node.getSpec() == null
                        || !Boolean.TRUE.equals(node.getSpec().getUnschedulable()))
            .toList();
    return new NodeFacts(
        !schedulable.isEmpty() && schedulable.stream().allMatch(NodeFacts::userNamespaces),
        nodes.stream().anyMatch(NodeFacts::embedded));
  }

  private static boolean userNamespaces(Node node) {
    return Optional.ofNullable(node.getStatus()).map(NodeStatus::getRuntimeHandlers).stream()
        .flatMap(List::stream)
        .filter(handler -> handler.getName() == null || handler.getName().isEmpty())
        .map(NodeRuntimeHandler::getFeatures)
        .anyMatch(
            features -> features != null && Boolean.TRUE.equals(features.getUserNamespaces()));
  }

  private static boolean embedded(Node node) {
    return node.getMetadata().getLabels() != null
        && "true".equals(node.getMetadata().getLabels().get(EMBEDDED));
  }
}
