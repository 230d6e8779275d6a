package dev.martello.sealedmodel.modelsigning;

import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.Reason;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whose certificates are believed, and at which time they must hold. The time is ours: the
 * reference client takes the leaf's own notBefore instead, so that an expired leaf passes there.
 */
final class TrustedRoots {
  private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
  private static final String ANY_USAGE = "2.5.29.37.0";
  private static final int DIGITAL_SIGNATURE = 0;

  private final Set<TrustAnchor> anchors = new HashSet<>();
  private final List<X509Certificate> given;
  private final Instant at;

  /**
   * Sorts roots from intermediates.
   *
   * @param given roots (self-issued), and intermediates as far as bundles lack them
   * @throws ModelRefused reason KeyMalformed if none of them is a root
   */
  TrustedRoots(List<X509Certificate> given, Instant at) throws ModelRefused {
    this.given = List.copyOf(given);
    this.at = at;
    for (X509Certificate one : given) {
      if (one.getSubjectX500Principal().equals(one.getIssuerX500Principal())) {
        anchors.add(new TrustAnchor(one, null));
      }
    }
    if (anchors.isEmpty()) {
      throw new ModelRefused(
          Reason.KeyMalformed,
          "trusted certificates: there is no root (a certificate that is its own issuer); give the root too");
    }
  }

  /**
   * The leaf's key.
   *
   * @param chain leaf first
   * @throws ModelRefused reason SignerUnknown
   */
  VerificationKey leafKey(List<X509Certificate> chain, String where) throws ModelRefused {
    X509Certificate leaf = chain.getFirst();
    try {
      leaf.checkValidity(Date.from(at));
      if (anchors.stream().noneMatch(anchor -> leaf.equals(anchor.getTrustedCert()))) {
        build(leaf, chain);
      }
      requireUsage(leaf, where);
    } catch (GeneralSecurityException e) {
      throw refused(
          where, "does not lead to a trusted root at " + at + " (" + e.getMessage() + ")");
    }
    return VerificationKey.of(leaf.getPublicKey(), where + ": the signing certificate");
  }

  private void build(X509Certificate leaf, List<X509Certificate> chain)
      throws GeneralSecurityException {
    X509CertSelector target = new X509CertSelector();
    target.setCertificate(leaf);
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
    List<X509Certificate> known = new ArrayList<>(chain);
    known.addAll(given);
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(known)));
    parameters.setRevocationEnabled(false); // no network; a signer is distrusted by its root
    parameters.setDate(Date.from(at));
    CertPathBuilder.getInstance("PKIX").build(parameters);
  }

  private static void requireUsage(X509Certificate leaf, String where)
      throws ModelRefused, CertificateParsingException {
    boolean[] usage = leaf.getKeyUsage();
    List<String> extended = leaf.getExtendedKeyUsage();
    if (usage == null && extended == null) {
      throw refused(where, "says nothing of its usage; it must allow digitalSignature");
    }
    if (usage != null && !usage[DIGITAL_SIGNATURE]) {
      throw refused(where, "is not for signing: its key usage lacks digitalSignature");
    }
    if (extended != null && !extended.contains(CODE_SIGNING) && !extended.contains(ANY_USAGE)) {
      throw refused(where, "is not for signing: its extended key usage lacks codeSigning");
    }
  }

  private static ModelRefused refused(String where, String what) {
    return new ModelRefused(
        Reason.SignerUnknown,
        where
            + ": the signing certificate "
            + what
            + "; have it signed by one whose certificate holds, or trust its root");
  }
}
