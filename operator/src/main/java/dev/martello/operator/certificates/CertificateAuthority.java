package dev.martello.operator.certificates;

import dev.martello.operator.audit.AuditHead;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * The operator's own authority: a self-signed P-256 certificate and its key. Everything that it
 * issues is a leaf for one purpose.
 */
public final class CertificateAuthority {
  private static final Duration AUTHORITY_LIFETIME = Duration.ofDays(3650);
  private static final X500Name AUTHORITY_NAME = new X500Name("CN=Martello operator CA");
  private static final X500Name AUDIT_NAME = new X500Name("CN=martello-operator-audit");
  private static final X500Name CLIENT_NAME = new X500Name("CN=martello-operator");

  /** How long leaves are valid; they are renewed when two thirds have passed. */
  static final Duration LEAF_LIFETIME = Duration.ofDays(90);

  private final X509Certificate certificate;
  private final PrivateKey key;

  private CertificateAuthority(X509Certificate certificate, PrivateKey key) {
    this.certificate = certificate;
    this.key = key;
  }

  /** A new one with a new key. */
  public static CertificateAuthority make(Instant now) {
    KeyPair keys = CertificateBuilding.newKeyPair();
    return new CertificateAuthority(
        CertificateBuilding.authority(keys, AUTHORITY_NAME, now, AUTHORITY_LIFETIME),
        keys.getPrivate());
  }

  /**
   * @param where names the two files in messages
   * @throws AuthorityRefused if they aren't a valid P-256 authority certificate and its key
   */
  static CertificateAuthority read(String certificatePem, String keyPem, String where, Instant now)
      throws AuthorityRefused {
    try {
      X509Certificate certificate = Pem.readCertificate(certificatePem);
      PrivateKey key = Pem.readPrivateKey(keyPem);
      if (certificate.getBasicConstraints() < 0) {
        throw refused(where, "tls.crt is not a CA certificate");
      }
      if (!(certificate.getPublicKey() instanceof ECPublicKey publicKey)
          || publicKey.getParams().getCurve().getField().getFieldSize() != 256) {
        throw refused(where, "tls.crt has no P-256 key");
      }
      if (!isPair(certificate, key)) {
        throw refused(where, "tls.key is not the key of tls.crt");
      }
      if (now.isAfter(certificate.getNotAfter().toInstant())) {
        throw refused(where, "tls.crt expired on " + certificate.getNotAfter().toInstant());
      }
      return new CertificateAuthority(certificate, key);
    } catch (GeneralSecurityException | IllegalArgumentException malformed) {
      throw refused(where, "not a PEM certificate and a PKCS#8 EC key");
    }
  }

  private static AuthorityRefused refused(String where, String what) {
    return new AuthorityRefused(
        where
            + ": "
            + what
            + "; delete the Secret "
            + OperatorAuthority.SECRET_NAME
            + " and restart the operator, then it makes a new one.");
  }

  private static boolean isPair(X509Certificate certificate, PrivateKey key)
      throws GeneralSecurityException {
    Signature signer = Signature.getInstance("SHA256withECDSA");
    signer.initSign(key);
    byte[] signature = signer.sign();
    Signature verifier = Signature.getInstance("SHA256withECDSA");
    verifier.initVerify(certificate.getPublicKey());
    return verifier.verify(signature);
  }

  public X509Certificate certificate() {
    return certificate;
  }

  /** Since when it is valid, which is when it was made. */
  Instant since() {
    return certificate.getNotBefore().toInstant();
  }

  /** Of the root's DER, in hex. */
  String sha256() {
    return Sha256.hex(certificate);
  }

  public String certificatePem() {
    return Pem.write(certificate);
  }

  String keyPem() {
    return Pem.write(key);
  }

  /**
   * The names under which the deployment's Service is reached; the first is the one that the
   * operator asks for.
   */
  public static List<String> serviceNames(String name, String namespace) {
    return List.of(
        name + "." + namespace + ".svc",
        name + "." + namespace + ".svc.cluster.local",
        name + "." + namespace);
  }

  /** A certificate to answer with under the Service's names; serverAuth only. */
  public IssuedCertificate issueServing(String name, String namespace, Instant now) {
    return issue(
        new X500Name("CN=" + name),
        serviceNames(name, namespace),
        KeyPurposeId.id_kp_serverAuth,
        now);
  }

  /** The operator's own certificate, with which it asks pods for evidence; clientAuth only. */
  public IssuedCertificate issueClient(Instant now) {
    return issue(CLIENT_NAME, List.of(), KeyPurposeId.id_kp_clientAuth, now);
  }

  /** To sign audit heads with, and for nothing else. */
  public IssuedCertificate issueAudit(Instant now) {
    return issue(
        AUDIT_NAME,
        List.of(),
        KeyPurposeId.getInstance(new ASN1ObjectIdentifier(AuditHead.PURPOSE)),
        now);
  }

  private IssuedCertificate issue(
      X500Name subject, List<String> dnsNames, KeyPurposeId purpose, Instant now) {
    KeyPair keys = CertificateBuilding.newKeyPair();
    X509Certificate leaf =
        CertificateBuilding.leaf(
            keys.getPublic(), subject, dnsNames, purpose, certificate, key, now, LEAF_LIFETIME);
    return new IssuedCertificate(leaf, keys.getPrivate());
  }

  /** Whether a leaf that ends then has had two thirds of its life. */
  public static boolean renewalDue(Instant notAfter, Instant now) {
    return !now.isBefore(notAfter.minus(LEAF_LIFETIME.dividedBy(3)));
  }
}
