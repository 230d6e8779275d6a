package dev.martello.operator.callers;

import dev.martello.operator.observed.Sight;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The cluster's keys for service-account tokens, asked for again every few minutes. A key that the
 * API server no longer names is published for another hour, since a token that it signed lives that
 * long: several API servers don't change their keys at one moment. Who wants a key gone at once
 * restarts the operator, which then knows only what the API server names.
 */
public final class ClusterIssuer {
  /** Each deployment is looked at every five minutes, so that ten are not exceeded. */
  private static final Duration ASK_AGAIN = Duration.ofMinutes(5);

  private static final Duration ASK_AGAIN_AFTER_FAILURE = Duration.ofSeconds(15);
  private static final Duration LINGER = Duration.ofHours(1).plusMinutes(1);

  private final Function<String, @Nullable String> get;
  private final InstantSource clock;
  private final Map<String, Instant> issuersSeen = new HashMap<>();
  private final Map<String, Lingering> keysSeen = new HashMap<>();
  private Instant next = Instant.MIN;
  private Sight<PublishedKeys> known = Sight.unseen("NotAsked", "The keys were not asked for yet");

  /** A key that was named by the API server at that time. */
  private record Lingering(String key, Instant last) {}

  /**
   * @param get the answer's text for a path of the API server
   */
  public ClusterIssuer(Function<String, @Nullable String> get, InstantSource clock) {
    this.get = get;
    this.clock = clock;
  }

  /** What to publish now; once seen, what was seen last stands while the API server can't say. */
  public synchronized Sight<PublishedKeys> keys() {
    Instant now = clock.instant();
    if (now.isBefore(next)) {
      return known;
    }
    try {
      PublishedKeys named =
          PublishedKeys.read(
              answer("/.well-known/openid-configuration"), answer("/openid/v1/jwks"));
      named.issuers().forEach(issuer -> issuersSeen.put(issuer, now));
      named.keys().forEach((kid, key) -> keysSeen.put(kid, new Lingering(key, now)));
      next = now.plus(ASK_AGAIN);
    } catch (KubernetesClientException | IllegalArgumentException failed) {
      next = now.plus(ASK_AGAIN_AFTER_FAILURE);
      if (keysSeen.isEmpty()) {
        known = Sight.unseen("TokenKeysUnknown", message(failed));
        return known;
      }
    }
    // The newest of what was seen never goes: while the API server is silent, nothing has changed.
    Instant newest = issuersSeen.values().stream().max(Instant::compareTo).orElse(now);
    Instant oldest = newest.minus(LINGER);
    issuersSeen.values().removeIf(last -> last.isBefore(oldest));
    keysSeen.values().removeIf(seen -> seen.last().isBefore(oldest));
    TreeMap<String, String> keys = new TreeMap<>();
    keysSeen.forEach((kid, seen) -> keys.put(kid, seen.key()));
    known = Sight.seen(new PublishedKeys(new TreeSet<>(issuersSeen.keySet()), keys));
    return known;
  }

  private String answer(String path) {
    String text = get.apply(path);
    return Objects.requireNonNullElse(text, "");
  }

  private static String message(RuntimeException failed) {
    int code = failed instanceof KubernetesClientException refused ? refused.getCode() : 0;
    return "The API server's /openid/v1/jwks and /.well-known/openid-configuration can't be used"
        + (code == 0 ? "" : " (HTTP " + code + ")")
        + ": let the operator's account get both, as its ClusterRole does";
  }
}
