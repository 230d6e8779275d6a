package dev.martello.runtime.tls;

import dev.martello.runtime.tokens.TokenOutcome;
import dev.martello.runtime.tokens.TokenVerifier;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may call: whoever has a certificate that counts, or a token that counts.
 *
 * @param certificates whether certificates count
 * @param identities names of which a caller's certificate must carry one; empty admits every
 *     certificate that TLS has accepted
 * @param tokens whose tokens count, if any do
 */
public record AccessRule(boolean certificates, List<String> identities, Optional<Tokens> tokens) {
  public static final AccessRule ANYONE = new AccessRule(false, List.of(), Optional.empty());
  public static final AccessRule ANY_CERTIFICATE =
      new AccessRule(true, List.of(), Optional.empty());

  /**
   * Service accounts, {@code system:serviceaccount:NAMESPACE:NAME}, and who verifies their tokens.
   */
  public record Tokens(Set<String> subjects, TokenVerifier verifier) {
    public Tokens {
      subjects = Set.copyOf(subjects);
    }
  }

  public AccessRule {
    identities = List.copyOf(identities);
  }

  /** The caller with the token that his request carried, if tokens count here. */
  public Caller identify(Caller connected, @Nullable String authorization) {
    return authorization == null || tokens.isEmpty()
        ? connected
        : connected.with(tokens.get().verifier().check(authorization));
  }

  /** Why this caller is turned away, or empty if he is not. */
  public Optional<AccessRefusal> refusal(Caller caller) {
    if (!certificates && tokens.isEmpty()) {
      return Optional.empty();
    }
    Optional<AccessRefusal> shown = certificate(caller);
    if (shown.isEmpty() || tokens.isEmpty()) {
      return shown;
    }
    return switch (caller.token()) {
      case TokenOutcome.None none -> shown;
      case TokenOutcome.Refused refused ->
          Optional.of(new AccessRefusal(true, refused.why().name(), refused.why().text()));
      case TokenOutcome.Subject subject ->
          tokens.get().subjects().contains(subject.name())
              ? Optional.empty()
              : Optional.of(
                  new AccessRefusal(
                      false,
                      "SubjectNotListed",
                      "the token's service account is not on this deployment's list"));
    };
  }

  /** By what this caller, who was not turned away, was let in. */
  public Admission admission(Caller caller) {
    List<String> names = List.of();
    if (certificates && certificate(caller).isEmpty()) {
      // With a list only what is on it: the rest may be anybody's, as far as this list goes.
      names =
          identities.isEmpty()
              ? caller.names()
              : caller.names().stream().filter(identities::contains).toList();
    }
    Optional<String> account =
        tokens.isPresent()
                && caller.token() instanceof TokenOutcome.Subject subject
                && tokens.get().subjects().contains(subject.name())
            ? Optional.of(subject.name())
            : Optional.empty();
    return names.isEmpty() && account.isEmpty()
        ? Admission.NAMELESS
        : new Admission(names, account);
  }

  private Optional<AccessRefusal> certificate(Caller caller) {
    if (!certificates) {
      return unknown("a token is required here: send Authorization: Bearer TOKEN");
    }
    if (!caller.certified()) {
      return tokens.isPresent()
          ? unknown("a client certificate or a token is required here")
          : forbidden("CertificateMissing", "a client certificate is required here");
    }
    if (!caller.clientAuth()) {
      return forbidden(
          "CertificateUsage", "the client certificate lacks the extended key usage clientAuth");
    }
    if (!identities.isEmpty() && listed(caller).isEmpty()) {
      return forbidden(
          "IdentityNotListed", "no name in the client certificate is on this deployment's list");
    }
    return Optional.empty();
  }

  private static Optional<AccessRefusal> unknown(String message) {
    return Optional.of(new AccessRefusal(true, "NoCredentials", message));
  }

  private static Optional<AccessRefusal> forbidden(String reason, String message) {
    return Optional.of(new AccessRefusal(false, reason, message));
  }

  /**
   * The name to log: the certificate's that was listed, else the token's, else the certificate's
   * first, else {@code -}.
   */
  public String identity(Caller caller) {
    Optional<String> listed = listed(caller);
    if (listed.isPresent()) {
      return listed.get();
    }
    if (caller.token() instanceof TokenOutcome.Subject subject) {
      return subject.name();
    }
    return caller.names().isEmpty() ? "-" : caller.names().get(0);
  }

  private Optional<String> listed(Caller caller) {
    for (String name : caller.names()) {
      if (identities.contains(name)) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }
}
