package dev.martello.operator.callers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.martello.operator.observed.Sight;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The cluster's keys, through rotations and silences of the API server. */
class ClusterIssuerTest {
  private static final String A = "{\"use\":\"sig\",\"kty\":\"RSA\",\"kid\":\"a\",\"n\":\"AA\"}";
  private static final String B = "{\"kid\":\"b\",\"kty\":\"EC\",\"d\":\"secret\",\"x\":\"BB\"}";

  private Instant now = Instant.parse("2026-11-23T08:00:00Z");
  private String issuer = "https://one.example";
  private String jwks = "{\"keys\":[" + A + "]}";
  private int code = 200;
  private int asked;
  private final ClusterIssuer cluster = new ClusterIssuer(this::answer, () -> now);

  private String answer(String path) {
    if (code != 200) {
      throw new KubernetesClientException("refused", code, null);
    }
    asked++;
    return path.equals("/openid/v1/jwks")
        ? jwks
        : path.equals("/.well-known/openid-configuration")
            ? "{\"issuer\":\"" + issuer + "\"}"
            : null;
  }

  private PublishedKeys seen() {
    assertThat(cluster.keys()).isInstanceOf(Sight.Seen.class);
    return ((Sight.Seen<PublishedKeys>) cluster.keys()).value();
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  @Test
  void publishesPublicMembersOnlyAndInOneOrder() throws Exception {
    jwks = "{\"keys\":[" + B + "," + A + ",{\"kty\":\"EC\"}]}";
    assertThat(seen().keys().keySet()).containsExactly("a", "b");
    assertThat(seen().jwks()).doesNotContain("secret").contains("\"BB\"");
    assertThat(new ObjectMapper().readTree(seen().jwks()).get("keys")).hasSize(2);
    assertThat(seen().issuerLines()).isEqualTo("https://one.example\n");
  }

  @Test
  void asksAgainAfterMinutesNotEachTime() {
    seen();
    seen();
    assertThat(asked).isEqualTo(2);
    pass(Duration.ofMinutes(5));
    seen();
    assertThat(asked).isEqualTo(4);
  }

  @Test
  void publishesOldAndNewDuringARotation() {
    seen();
    jwks = "{\"keys\":[" + B + "]}";
    issuer = "https://two.example";
    pass(Duration.ofMinutes(10));
    assertThat(seen().keys().keySet()).containsExactly("a", "b");
    assertThat(seen().issuers()).containsExactly("https://one.example", "https://two.example");
    pass(Duration.ofMinutes(50));
    assertThat(seen().keys().keySet()).containsExactly("a", "b");
    pass(Duration.ofMinutes(10));
    assertThat(seen().keys().keySet()).containsExactly("b");
    assertThat(seen().issuers()).containsExactly("https://two.example");
  }

  /** However long it is silent: nothing says that anything has changed. */
  @Test
  void whatWasSeenStandsWhileTheApiServerIsSilent() {
    seen();
    code = 503;
    pass(Duration.ofHours(5));
    assertThat(seen().keys().keySet()).containsExactly("a");
    code = 200;
    jwks = "not JSON";
    pass(Duration.ofHours(5));
    assertThat(seen().keys().keySet()).containsExactly("a");
  }

  @Test
  void saysWhyThereAreNoneYetAndAsksSoonAgain() {
    code = 403;
    assertThat(cluster.keys())
        .isInstanceOfSatisfying(
            Sight.Unseen.class, unseen -> assertThat(unseen.message()).contains("HTTP 403"));
    code = 200;
    pass(Duration.ofSeconds(15));
    assertThat(seen().keys()).containsOnlyKeys("a");
  }

  @Test
  void noKeyIsNoAnswer() {
    jwks = "{\"keys\":[]}";
    assertThat(cluster.keys()).isInstanceOf(Sight.Unseen.class);
  }
}
