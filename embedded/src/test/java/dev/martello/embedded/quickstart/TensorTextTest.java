package dev.martello.embedded.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TensorTextTest {
  @Test
  void cutsLongTensorsAndSaysHowLongTheyAre() throws Exception {
    String message =
        """
        {"inputs": [{"name": "x", "datatype": "FP32", "shape": [1, 9], "data": [1,2,3,4,5,6,7,8,9]}],
         "outputs": [{"name": "label", "datatype": "INT64", "shape": [1], "data": [0]}]}
        """;

    assertThat(TensorText.inputs(message))
        .isEqualTo("    x FP32 [1,9] = 1, 2, 3, 4, 5, 6, 7, 8, ... (9 values)");
    assertThat(TensorText.outputs(message)).isEqualTo("    label INT64 [1] = 0");
  }

  @Test
  void refusesWhatIsNotJson() {
    assertThatThrownBy(() -> TensorText.outputs("<html>")).hasMessageContaining("not JSON");
  }
}
