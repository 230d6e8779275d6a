package dev.martello.operator.certificates;

import dev.martello.operator.audit.AuditChain;
import dev.martello.operator.audit.AuditHead;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Signs audit heads with a key that the operator's CA certified; made in memory, never stored. */
public final class AuditSigner {
  private final CertificateAuthority authority;
  private final InstantSource clock;
  private @Nullable IssuedCertificate current;

  public AuditSigner(CertificateAuthority authority, InstantSource clock) {
    this.authority = authority;
    this.clock = clock;
  }

  public synchronized AuditHead sign(AuditChain.Place place) {
    IssuedCertificate own = current;
    if (own == null || CertificateAuthority.renewalDue(own.notAfter(), clock.instant())) {
      own = authority.issueAudit(clock.instant());
      current = own;
    }
    try {
      Signature signer = Signature.getInstance("SHA256withECDSA");
      signer.initSign(own.key());
      signer.update(AuditHead.signedBytes(place.epoch(), place.number(), place.hash()));
      return new AuditHead(
          place.epoch(),
          place.number(),
          place.hash(),
          Base64.getEncoder().encodeToString(signer.sign()),
          own.certificate());
    } catch (GeneralSecurityException unreachable) {
      throw new IllegalStateException(unreachable);
    }
  }

  /** The CA under which heads verify. */
  public X509Certificate authority() {
    return authority.certificate();
  }
}
