package dev.martello.operator.certificates;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;

/** A leaf certificate with its private key. Not a record: its text form must not show the key. */
public final class IssuedCertificate {
  private final X509Certificate certificate;
  private final PrivateKey key;

  IssuedCertificate(X509Certificate certificate, PrivateKey key) {
    this.certificate = certificate;
    this.key = key;
  }

  public X509Certificate certificate() {
    return certificate;
  }

  public Instant notAfter() {
    return certificate.getNotAfter().toInstant();
  }

  /** Hex SHA-256 of the certificate's DER, as the pods report it. */
  public String sha256() {
    return Sha256.hex(certificate);
  }

  PrivateKey key() {
    return key;
  }

  String certificatePem() {
    return Pem.write(certificate);
  }

  String keyPem() {
    return Pem.write(key);
  }

  @Override
  public String toString() {
    return "IssuedCertificate[" + sha256() + ", key withheld]";
  }
}
