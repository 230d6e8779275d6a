package dev.martello.runtime.evidence;

import dev.martello.runtime.http.CallRefused;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What evidence is asked for.
 *
 * @param nonce 32 bytes in hex, repeated in the document so that it can't be an old one
 * @param probing whether connections that the network policy forbids are attempted; they show in
 *     flow logs
 * @param operatorPort a port that the operator's pods open to everyone, to be tried besides the API
 *     server's
 */
public record EvidenceQuestion(String nonce, boolean probing, Optional<Target> operatorPort) {
  private static final Pattern NONCE = Pattern.compile("[0-9a-f]{64}");

  /** Reads the query of {@code /evidence}. */
  public static EvidenceQuestion of(Map<String, String> query) throws CallRefused {
    String nonce = query.getOrDefault("nonce", "");
    if (!NONCE.matcher(nonce).matches()) {
      throw new CallRefused(400, "nonce must be given, as 64 lower-case hex digits");
    }
    String probing = query.getOrDefault("probing", "on");
    if (!probing.equals("on") && !probing.equals("off")) {
      throw new CallRefused(400, "probing must be on or off");
    }
    Optional<Target> port = Optional.empty();
    if (query.containsKey("operatorPort")) {
      port = Target.parse(query.get("operatorPort"));
      if (port.isEmpty()) {
        throw new CallRefused(400, "operatorPort must be an IP address and a port");
      }
    }
    return new EvidenceQuestion(nonce, probing.equals("on"), port);
  }
}
