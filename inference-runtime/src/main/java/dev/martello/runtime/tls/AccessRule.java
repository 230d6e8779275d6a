package dev.martello.runtime.tls;

import java.util.List;
import java.util.Optional;

/**
 * Who may call.
 *
 * @param identities names of which a caller's certificate must carry one; empty admits every
 *     certificate that TLS has accepted
 */
public record AccessRule(boolean certificateRequired, List<String> identities) {
  public static final AccessRule ANYONE = new AccessRule(false, List.of());
  public static final AccessRule ANY_CERTIFICATE = new AccessRule(true, List.of());

  public AccessRule {
    identities = List.copyOf(identities);
  }

  /** Why this caller is turned away, or empty if he is not. */
  public Optional<String> refusal(Caller caller) {
    if (!certificateRequired) {
      return Optional.empty();
    }
    if (!caller.certified()) {
      return Optional.of("a client certificate is required here");
    }
    if (!caller.clientAuth()) {
      return Optional.of("the client certificate lacks the extended key usage clientAuth");
    }
    if (!identities.isEmpty() && caller.names().stream().noneMatch(identities::contains)) {
      return Optional.of("no name in the client certificate is on this deployment's list");
    }
    return Optional.empty();
  }

  /** The name to log: the one that was listed, else the first, else {@code -}. */
  public String identity(Caller caller) {
    return caller.names().stream()
        .filter(identities::contains)
        .findFirst()
        .orElseGet(() -> caller.names().stream().findFirst().orElse("-"));
  }
}
