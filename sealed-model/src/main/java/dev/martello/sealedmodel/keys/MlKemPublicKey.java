package dev.martello.sealedmodel.keys;

import java.io.IOException;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;

/** An ML-KEM-768 encapsulation key (FIPS 203) as DER. */
final class MlKemPublicKey {
  private MlKemPublicKey() {}

  /** SubjectPublicKeyInfo, RFC 9935 section 4. */
  static byte[] encoded(byte[] key) {
    try {
      AlgorithmIdentifier algorithm =
          new AlgorithmIdentifier(NISTObjectIdentifiers.id_alg_ml_kem_768);
      return new SubjectPublicKeyInfo(algorithm, key).getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
  }

  /**
   * Reads such a structure and writes it again.
   *
   * @throws IllegalArgumentException if the key is none (FIPS 203 section 7.2)
   */
  static byte[] again(byte[] spki) {
    byte[] key = SubjectPublicKeyInfo.getInstance(spki).getPublicKeyData().getOctets();
    return encoded(new MLKEMPublicKeyParameters(MLKEMParameters.ml_kem_768, key).getEncoded());
  }
}
