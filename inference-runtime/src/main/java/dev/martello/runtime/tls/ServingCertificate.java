package dev.martello.runtime.tls;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;

/** What a port shows to its callers: a chain, leaf first, and the leaf's private key. */
public record ServingCertificate(PrivateKey key, List<X509Certificate> chain) {
  public ServingCertificate {
    chain = List.copyOf(chain);
  }

  public static ServingCertificate read(Path certificate, Path key) throws TlsUnusable {
    return new ServingCertificate(PemFiles.privateKey(key), PemFiles.certificates(certificate));
  }

  public X509Certificate leaf() {
    return chain.get(0);
  }

  /** SHA-256 of the leaf's DER, 64 hex digits. */
  public String sha256() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(leaf().getEncoded());
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was parsed can be encoded", e);
    }
  }
}
