package dev.martello.operator.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The last line that the operator vouches for.
 *
 * @param epoch one per start or leader, counted up
 * @param number of the line in its epoch, from 1
 * @param hash SHA-256 of the line, 64 hex digits
 * @param signature ECDSA with SHA-256 over {@link #signedBytes}, Base64
 */
public record AuditHead(
    long epoch, long number, String hash, String signature, X509Certificate certificate) {

  /** For signing documents (RFC 9336). */
  public static final String PURPOSE = "1.3.6.1.5.5.7.3.36";

  public static byte[] signedBytes(long epoch, long number, String hash) {
    return "martello-audit-head-v1\n%d\n%d\n%s\n"
        .formatted(epoch, number, hash)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Why it is not the operator's word; empty if it is. When the certificate was valid is not asked:
   * heads outlive it.
   *
   * @param authority the operator's CA
   */
  public Optional<String> fault(X509Certificate authority) {
    try {
      certificate.verify(authority.getPublicKey());
      List<String> purposes = certificate.getExtendedKeyUsage();
      if (purposes == null || !purposes.equals(List.of(PURPOSE))) {
        return Optional.of("its certificate was issued for another purpose");
      }
      Signature verifier = Signature.getInstance("SHA256withECDSA");
      verifier.initVerify(certificate.getPublicKey());
      verifier.update(signedBytes(epoch, number, hash));
      return verifier.verify(Base64.getDecoder().decode(signature))
          ? Optional.empty()
          : Optional.of("its signature does not hold");
    } catch (GeneralSecurityException | IllegalArgumentException wrong) {
      return Optional.of("it is not signed with a key that this CA certified");
    }
  }
}
