package dev.martello.runtime.model;

import dev.martello.runtime.protobuf.WireMessage;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Counts a graph's constants by element type, its initializers and the tensors of its nodes; and
 * lists the domains of the nodes' operators.
 */
final class OnnxWeights {
  private static final int GRAPH_NODE = 1;
  private static final int GRAPH_INITIALIZER = 5;
  private static final int NODE_ATTRIBUTE = 5;
  private static final int NODE_DOMAIN = 7;
  private static final int ATTRIBUTE_TENSOR = 5;
  private static final int ATTRIBUTE_GRAPH = 6;
  private static final int ATTRIBUTE_TENSORS = 10;
  private static final int ATTRIBUTE_GRAPHS = 11;
  private static final int TENSOR_DIMS = 1;
  private static final int TENSOR_DATA_TYPE = 2;
  private static final int TENSOR_DATA_LOCATION = 14;
  private static final long EXTERNAL = 1;
  private static final int DEEPEST_GRAPH = 32;

  /** Element types that weights come in; shapes, indices and labels are in others. */
  private enum Weight {
    FP32(1),
    UINT8(2),
    INT8(3),
    FP16(10),
    FP64(11),
    BF16(16),
    UINT4(21),
    INT4(22);

    private final int number;

    Weight(int number) {
      this.number = number;
    }
  }

  private final Map<Weight, Long> elements = new EnumMap<>(Weight.class);
  private final Set<String> domains = new HashSet<>();
  private boolean external;
  private int depth;

  /** The type of most of the weights; empty if the graph has none. */
  Optional<String> precision() {
    return elements.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(most -> most.getKey().name());
  }

  boolean external() {
    return external;
  }

  /** As they are written: the default domain is empty. */
  Set<String> domains() {
    return domains;
  }

  void readGraph(ByteBuffer graph) {
    if (++depth > DEEPEST_GRAPH) {
      throw new IllegalArgumentException("graphs nested deeper than " + DEEPEST_GRAPH);
    }
    WireMessage message = new WireMessage(graph);
    while (message.next()) {
      switch (message.field()) {
        case GRAPH_NODE -> message.bytes().ifPresent(this::readNode);
        case GRAPH_INITIALIZER -> message.bytes().ifPresent(this::readTensor);
        default -> message.skip();
      }
    }
    depth--;
  }

  private void readNode(ByteBuffer node) {
    WireMessage message = new WireMessage(node);
    String domain = "";
    while (message.next()) {
      switch (message.field()) {
        case NODE_ATTRIBUTE -> message.bytes().ifPresent(this::readAttribute);
        case NODE_DOMAIN -> domain = message.text().orElse("");
        default -> message.skip();
      }
    }
    domains.add(domain);
  }

  private void readAttribute(ByteBuffer attribute) {
    WireMessage message = new WireMessage(attribute);
    while (message.next()) {
      switch (message.field()) {
        case ATTRIBUTE_TENSOR, ATTRIBUTE_TENSORS -> message.bytes().ifPresent(this::readTensor);
        case ATTRIBUTE_GRAPH, ATTRIBUTE_GRAPHS -> message.bytes().ifPresent(this::readGraph);
        default -> message.skip();
      }
    }
  }

  private void readTensor(ByteBuffer tensor) {
    WireMessage message = new WireMessage(tensor);
    long count = 1;
    long type = 0;
    while (message.next()) {
      switch (message.field()) {
        case TENSOR_DIMS -> {
          ByteBuffer dims = message.numbers();
          while (dims.hasRemaining()) {
            count = Math.multiplyExact(count, WireMessage.varint(dims));
          }
        }
        case TENSOR_DATA_TYPE -> type = message.number().orElse(0L);
        case TENSOR_DATA_LOCATION -> external |= message.number().orElse(0L) == EXTERNAL;
        default -> message.skip();
      }
    }
    for (Weight weight : Weight.values()) {
      if (weight.number == type) {
        elements.merge(weight, count, Math::addExact);
      }
    }
  }
}
