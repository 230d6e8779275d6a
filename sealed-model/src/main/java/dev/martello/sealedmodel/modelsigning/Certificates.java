package dev.martello.sealedmodel.modelsigning;

import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.Reason;
import dev.martello.sealedmodel.encoding.DerBounds;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Reads X.509 certificates. */
public final class Certificates {
  private static final int MOST = 16;

  private Certificates() {}

  /**
   * All certificates of a PEM file.
   *
   * @param where the file's name, for the message
   * @throws ModelRefused reason KeyMalformed
   */
  public static List<X509Certificate> parse(byte[] pem, String where) throws ModelRefused {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      for (var one : factory().generateCertificates(new ByteArrayInputStream(pem))) {
        certificates.add((X509Certificate) one);
      }
    } catch (CertificateException | RuntimeException e) {
      throw refused(where, e);
    }
    if (certificates.isEmpty() || certificates.size() > 1000) {
      throw refused(where, null);
    }
    return certificates;
  }

  private static ModelRefused refused(
      String where, @org.jspecify.annotations.Nullable Exception e) {
    String message = where + ": holds no X.509 certificates as PEM; give a certificate file";
    return e == null
        ? new ModelRefused(Reason.KeyMalformed, message)
        : new ModelRefused(Reason.KeyMalformed, message, e);
  }

  /**
   * The chain of a bundle.
   *
   * @throws CertificateException if one is none
   */
  static List<X509Certificate> ofDer(List<byte[]> chain) throws CertificateException {
    if (chain.isEmpty() || chain.size() > MOST) {
      throw new CertificateException("1 to " + MOST + " certificates are expected");
    }
    List<X509Certificate> certificates = new ArrayList<>();
    for (byte[] der : chain) {
      if (!DerBounds.hold(der)) {
        throw new CertificateException("a certificate is no definite-length DER");
      }
      certificates.add(
          (X509Certificate) factory().generateCertificate(new ByteArrayInputStream(der)));
    }
    return certificates;
  }

  private static CertificateFactory factory() throws CertificateException {
    return CertificateFactory.getInstance("X.509");
  }
}
