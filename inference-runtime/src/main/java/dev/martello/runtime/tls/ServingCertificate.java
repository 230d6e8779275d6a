package dev.martello.runtime.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
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
    ServingCertificate read =
        new ServingCertificate(PemFiles.privateKey(key), PemFiles.certificates(certificate));
    if (!read.isPair()) {
      // Also what is seen in the midst of a change.
      throw new TlsUnusable(key + ": is not the key of " + certificate + "; put both there.");
    }
    return read;
  }

  public X509Certificate leaf() {
    return chain.get(0);
  }

  private boolean isPair() {
    PublicKey open = leaf().getPublicKey();
    String algorithm =
        switch (open.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> open.getAlgorithm();
        };
    try {
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update((byte) 1);
      byte[] signature = signer.sign();
      signer.initVerify(open);
      signer.update((byte) 1);
      return signer.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
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
