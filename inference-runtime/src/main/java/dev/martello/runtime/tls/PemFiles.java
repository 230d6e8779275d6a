package dev.martello.runtime.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and PKCS#8 private keys in their textual encodings (RFC 7468). */
final class PemFiles {
  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final List<String> KEY_KINDS = List.of("EC", "RSA", "EdDSA");

  private PemFiles() {}

  /** All certificates of the file, in its order; at least one. */
  static List<X509Certificate> certificates(Path file) throws TlsUnusable {
    try (var in = Files.newInputStream(file)) {
      List<X509Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (certificates.isEmpty()) {
        throw new TlsUnusable(file + ": holds no certificate; put PEM certificates there.");
      }
      return certificates;
    } catch (IOException e) {
      throw new TlsUnusable(file + ": can't be read; mount the certificate there.");
    } catch (CertificateException e) {
      throw new TlsUnusable(file + ": is not a list of PEM certificates.");
    }
  }

  static PrivateKey privateKey(Path file) throws TlsUnusable {
    byte[] der = pkcs8(file);
    try {
      for (String kind : KEY_KINDS) {
        try {
          return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
          // not of this kind: the next one
        }
      }
      throw new TlsUnusable(file + ": holds a private key that is neither " + KEY_KINDS + ".");
    } finally {
      Arrays.fill(der, (byte) 0);
    }
  }

  private static byte[] pkcs8(Path file) throws TlsUnusable {
    try {
      Matcher pem = PRIVATE_KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
      if (pem.find()) {
        return Base64.getMimeDecoder().decode(pem.group(1));
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new TlsUnusable(file + ": can't be read; mount the private key there.");
    }
    throw new TlsUnusable(file + ": is not a PEM private key of PKCS#8 (BEGIN PRIVATE KEY).");
  }
}
