package dev.martello.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeFactsTest {
  private static Node node(boolean userNamespaces) {
    return new NodeBuilder()
        .withNewMetadata()
        .withName("n")
        .endMetadata()
        .withNewSpec()
        .endSpec()
        .withNewStatus()
        .addNewRuntimeHandler()
        .withName("")
        .withNewFeatures()
        .withUserNamespaces(userNamespaces)
        .endFeatures()
        .endRuntimeHandler()
        .endStatus()
        .build();
  }

  /** As a kubelet registers it, before it says anything. */
  private static Node bare() {
    return new NodeBuilder().withNewMetadata().withName("n").endMetadata().build();
  }

  private static Node cordoned(Node node) {
    return new NodeBuilder(node).editSpec().withUnschedulable(true).endSpec().build();
  }

  @Test
  void userNamespacesOnlyIfEverySchedulableNodeHasThem() {
    assertThat(NodeFacts.of(List.of(node(true), node(true))).userNamespaces()).isTrue();
    assertThat(NodeFacts.of(List.of(node(true), node(false))).userNamespaces()).isFalse();
    assertThat(NodeFacts.of(List.of(node(true), cordoned(node(false)))).userNamespaces()).isTrue();
    assertThat(NodeFacts.of(List.of()).userNamespaces()).isFalse();
    assertThat(NodeFacts.of(List.of(bare())).userNamespaces()).isFalse();
  }

  @Test
  void anotherHandlersFeatureDoesNotCount() {
    Node other =
        new NodeBuilder(node(true))
            .editStatus()
            .editFirstRuntimeHandler()
            .withName("gvisor")
            .endRuntimeHandler()
            .endStatus()
            .build();
    assertThat(NodeFacts.of(List.of(other)).userNamespaces()).isFalse();
  }

  @Test
  void embeddedByItsLabel() {
    Node embedded =
        new NodeBuilder(node(false))
            .editMetadata()
            .addToLabels("martello.dev/embedded", "true")
            .endMetadata()
            .build();
    assertThat(NodeFacts.of(List.of(node(true), embedded)).embedded()).isTrue();
    assertThat(NodeFacts.of(List.of(node(true))).embedded()).isFalse();
  }
}
