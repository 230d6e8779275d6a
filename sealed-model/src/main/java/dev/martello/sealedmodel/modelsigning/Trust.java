package dev.martello.sealedmodel.modelsigning;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** Whom a verifier believes. */
public sealed interface Trust {
  /** The holder of one key. */
  record Key(VerificationKey key) implements Trust {}

  /**
   * One certificate, which the caller has verified in another way: keyless (Sigstore), by
   * certificate authority, transparency logs and identity.
   */
  record Keyless(X509Certificate verified) implements Trust {}

  /**
   * Whoever has a certificate under one of these roots.
   *
   * @param certificates roots, and intermediates as far as bundles lack them
   * @param at when the certificates must hold
   */
  record Roots(List<X509Certificate> certificates, Instant at) implements Trust {
    public Roots {
      certificates = List.copyOf(certificates);
    }
  }
}
