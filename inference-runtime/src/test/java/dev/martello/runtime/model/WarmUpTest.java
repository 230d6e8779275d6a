package dev.martello.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.runtime.testkit.OnnxModels;
import dev.martello.sealedmodel.ModelRefused;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WarmUpTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 16})
  void runsAModelOfAnyDatatype(int elementType) throws ModelRefused {
    assertThat(warmUp(OnnxModels.identity(elementType, -1, 2))).isTrue();
    assertThat(warmUp(OnnxModels.identity(elementType))).isTrue();
  }

  @Test
  void runsModelsWithSeveralInputsAndWithWeights() throws ModelRefused {
    assertThat(warmUp(OnnxModels.twoOutputs())).isTrue();
    assertThat(warmUp(OnnxModels.linear())).isTrue();
  }

  @Test
  void goesWithoutWhereALengthOfOneDoesNotFit() throws ModelRefused {
    assertThat(warmUp(OnnxModels.vector())).isFalse();
  }

  private static boolean warmUp(byte[] model) throws ModelRefused {
    ByteBuffer direct = ByteBuffer.allocateDirect(model.length).put(model).flip();
    try (OnnxSession session = OnnxSession.open(direct)) {
      return WarmUp.run(session);
    }
  }
}
