package dev.martello.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Quantity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalQuantityTest {

  @ParameterizedTest
  @CsvSource({
    "cpu,1,1",
    "cpu,1000m,1",
    "cpu,0.5,500m",
    "cpu,1.5,1500m",
    "cpu,2000m,2",
    "memory,1024Mi,1Gi",
    "memory,1.5Gi,1536Mi",
    "memory,0.0625Gi,64Mi",
    "memory,512Mi,512Mi",
    "memory,500M,500M",
    "memory,1000k,1M",
    "memory,1048576,1Mi",
    "memory,1e9,1G",
    "memory,123,123",
    "memory,1000Ki,1000Ki"
  })
  void asTheApiServerStoresIt(String resource, String given, String canonical) {
    assertThat(CanonicalQuantity.of(resource, new Quantity(given)).toString()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource({"cpu,0.0001", "memory,0.5", "cpu,much", "memory,1Xi"})
  void orRefuses(String resource, String given) {
    assertThatThrownBy(() -> CanonicalQuantity.of(resource, new Quantity(given)))
        .isInstanceOfAny(IllegalArgumentException.class, ArithmeticException.class);
  }
}
