package dev.martello.sealedmodel.modelsigning;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.Optional;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** The curves that a verifier must know (algorithm registry), each with its one hash. */
enum Curve {
  P256(SECObjectIdentifiers.secp256r1.getId(), "SHA256withECDSA"),
  P384(SECObjectIdentifiers.secp384r1.getId(), "SHA384withECDSA"),
  P521(SECObjectIdentifiers.secp521r1.getId(), "SHA512withECDSA");

  private final String oid;
  private final String algorithm;

  Curve(String oid, String algorithm) {
    this.oid = oid;
    this.algorithm = algorithm;
  }

  /** The JCA name of ECDSA with the hash of this curve. */
  String algorithm() {
    return algorithm;
  }

  String oid() {
    return oid;
  }

  static Optional<Curve> of(PublicKey key) {
    if (!(key instanceof ECPublicKey)) {
      return Optional.empty();
    }
    String named =
        String.valueOf(
            SubjectPublicKeyInfo.getInstance(key.getEncoded()).getAlgorithm().getParameters());
    for (Curve curve : values()) {
      if (curve.oid.equals(named)) {
        return Optional.of(curve);
      }
    }
    return Optional.empty();
  }
}
