package dev.martello.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.runtime.protobuf.WireWriter;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Field numbers as in onnx.proto3. */
class OnnxFileTest {
  private static WireWriter importing(WireWriter model, String domain) {
    return model.message(8, new WireWriter().text(1, domain).number(2, 1));
  }

  private static WireWriter node(String domain) {
    return new WireWriter().text(4, "Op").text(7, domain);
  }

  private static OnnxFile read(WireWriter model) {
    return OnnxFile.read(ByteBuffer.wrap(model.toBytes()));
  }

  /** Before the graph or behind it: the order of fields is anybody's. */
  @Test
  void domainsAreThoseOfOperators() {
    WireWriter graph = new WireWriter().message(1, node("")).message(1, node("com.example"));
    WireWriter model = importing(importing(new WireWriter(), "com.example"), "org.unused");
    importing(importing(model.message(7, graph), "com.example.later"), "ai.onnx");
    assertThat(read(model).opsets()).containsOnlyKeys("ai.onnx", "com.example");
  }

  @Test
  void anOperatorInABranchCounts() {
    WireWriter branch = new WireWriter().message(1, node("com.example"));
    for (int field : new int[] {6, 11}) {
      WireWriter attribute = new WireWriter().text(1, "then_branch").message(field, branch);
      WireWriter graph = new WireWriter().message(1, node("").message(5, attribute));
      assertThat(read(importing(new WireWriter().message(7, graph), "com.example")).opsets())
          .containsOnlyKeys("com.example");
    }
  }

  /** Their operators are not looked at. */
  @Test
  void aModelWithFunctionsKeepsAll() {
    WireWriter model = new WireWriter().message(25, new WireWriter().text(1, "f"));
    assertThat(read(importing(model, "com.example")).opsets()).containsOnlyKeys("com.example");
  }
}
