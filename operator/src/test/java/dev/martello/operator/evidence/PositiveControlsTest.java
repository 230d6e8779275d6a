package dev.martello.operator.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.crds.Probing;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PositiveControlsTest {
  private static final Map<String, String> IN_CLUSTER =
      Map.of(
          "KUBERNETES_SERVICE_HOST", "192.0.2.1",
          "KUBERNETES_SERVICE_PORT", "443",
          "POD_IP", "198.51.100.7");

  @Test
  void apiServerCountsOnlyUnderTheAddressThatPodsSee() {
    assertThat(PositiveControls.of(IN_CLUSTER, "https://192.0.2.1:443/").apiServer())
        .contains("192.0.2.1:443");
    assertThat(PositiveControls.of(IN_CLUSTER, "https://api.example.com:6443/").apiServer())
        .isEmpty();
    assertThat(PositiveControls.of(Map.of(), "https://192.0.2.1:443/"))
        .isEqualTo(new PositiveControls(Optional.empty(), Optional.empty()));
  }

  @Test
  void addressesOfVersion6AreWrittenAsTheRuntimeWritesThem() {
    Map<String, String> environment =
        Map.of(
            "KUBERNETES_SERVICE_HOST", "2001:db8::1",
            "KUBERNETES_SERVICE_PORT", "443",
            "POD_IP", "2001:db8::7");
    assertThat(PositiveControls.of(environment, "https://[2001:db8::1]:443/"))
        .isEqualTo(
            new PositiveControls(
                Optional.of("[2001:db8::1]:443"), Optional.of("[2001:db8::7]:8082")));
  }

  @Test
  void podsAreToldWhatToTryAndWhatNot() {
    PositiveControls controls = PositiveControls.of(IN_CLUSTER, "https://192.0.2.1:443/");
    assertThat(controls.query(Probing.On)).isEqualTo("&operatorPort=198.51.100.7:8082");
    assertThat(controls.query(Probing.Off)).isEqualTo("&probing=off");
  }
}
