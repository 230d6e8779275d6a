package dev.martello.operator.certificates;

import dev.martello.operator.audit.AuditChain;
import dev.martello.operator.audit.AuditHead;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.InstantSource;
import java.util.Base64;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Signs audit heads with a key that the operator's CA certified; made in memory, never stored. */
public final class AuditSigner {
  private final Supplier<Authorities> authority;
  private final InstantSource clock;
  private @Nullable IssuedCertificate current;
  private @Nullable String signedBy;

  public AuditSigner(Supplier<Authorities> authority, InstantSource clock) {
    this.authority = authority;
    this.clock = clock;
  }

  public synchronized AuditHead sign(AuditChain.Place place) {
    IssuedCertificate own = current;
    CertificateAuthority signing = authority.get().signing();
    if (own == null
        || !signing.sha256().equals(signedBy)
        || CertificateAuthority.renewalDue(own.notAfter(), clock.instant())) {
      own = signing.issueAudit(clock.instant());
      current = own;
      signedBy = signing.sha256();
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

  /** Whether one of the roots that are believed now certified that head's key. */
  public boolean vouchesFor(AuditHead head) {
    return authority.get().certificates().stream().anyMatch(root -> head.fault(root).isEmpty());
  }
}
