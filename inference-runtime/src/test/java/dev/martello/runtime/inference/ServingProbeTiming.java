package dev.martello.runtime.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.runtime.model.OnnxSession;
import dev.martello.runtime.testkit.OnnxModels;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/**
 * The same model on the same machine gets the same plan in nine of ten starts. Times decide here,
 * so it is not part of {@code mvn verify}: run it by hand on a quiet machine with {@code
 * -Dtest=ServingProbeTiming}.
 */
class ServingProbeTiming {
  @Test
  void batchesWhereThatWasMeasuredToGain() throws Exception {
    assertThat(chosen(OnnxModels.wide(1024)))
        .filteredOn(plan -> plan.batching() && !plan.onEventLoop())
        .hasSizeBetween(9, 10);
    List<ServingPlan> small = chosen(OnnxModels.linear());
    assertThat(small).allMatch(plan -> plan.batchedRowNanos() > 0);
    assertThat(small)
        .filteredOn(plan -> plan.batching() && plan.onEventLoop())
        .hasSizeBetween(9, 10);
  }

  private static List<ServingPlan> chosen(byte[] model) throws Exception {
    List<ServingPlan> plans = new ArrayList<>();
    for (int start = 0; start < 10; start++) {
      try (OnnxSession session = open(model)) {
        plans.add(ServingProbe.run(session, OptionalInt.empty()));
      }
    }
    return plans;
  }

  private static OnnxSession open(byte[] model) throws Exception {
    return OnnxSession.open(ByteBuffer.allocateDirect(model.length).put(model).flip());
  }
}
