package dev.martello.operator.certificates;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/** SHA-256 in lower-case hex. */
final class Sha256 {
  private Sha256() {}

  /** Of the certificate's DER. */
  static String hex(X509Certificate certificate) {
    try {
      return hex(certificate.getEncoded());
    } catch (CertificateEncodingException unreachable) {
      throw new IllegalStateException(
          "A certificate made or read here has an encoding.", unreachable);
    }
  }

  static String hex(String ascii) {
    return hex(ascii.getBytes(StandardCharsets.US_ASCII));
  }

  private static String hex(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException unreachable) {
      throw new IllegalStateException("Every JDK has SHA-256.", unreachable);
    }
  }
}
