package dev.martello.sealedmodel.keys;

import java.io.IOException;
import java.security.PrivateKey;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;

/**
 * An ML-KEM-768 decapsulation key (FIPS 203) in any of the three forms of RFC 9935 section 6. Not
 * the JDK's, which reads the expanded form only.
 */
public final class MlKemPrivateKey implements PrivateKey {
  private static final long serialVersionUID = 1;
  private static final int SEED_BYTES = 64;
  private static final int EXPANDED_BYTES = 2400;

  private final transient MLKEMPrivateKeyParameters key;

  private MlKemPrivateKey(MLKEMPrivateKeyParameters key) {
    this.key = key;
  }

  /** Reads PKCS#8; throws IllegalArgumentException for what is no such key. */
  static MlKemPrivateKey parse(byte[] pkcs8) {
    try {
      ASN1Encodable form = PrivateKeyInfo.getInstance(pkcs8).parsePrivateKey();
      if (form instanceof ASN1TaggedObject seed && seed.hasContextTag(0)) {
        return of(ASN1OctetString.getInstance(seed, false), SEED_BYTES);
      }
      if (form instanceof ASN1OctetString expanded) {
        return of(expanded, EXPANDED_BYTES);
      }
      ASN1Sequence both = ASN1Sequence.getInstance(form);
      MlKemPrivateKey key = of(ASN1OctetString.getInstance(both.getObjectAt(0)), SEED_BYTES);
      byte[] expanded = ASN1OctetString.getInstance(both.getObjectAt(1)).getOctets();
      // RFC 9935 section 8: a key whose two forms disagree is refused.
      if (both.size() != 2 || !Arrays.equals(key.key.getEncoded(), expanded)) {
        throw new IllegalArgumentException("the key's seed does not expand to its other form");
      }
      return key;
    } catch (IOException e) {
      throw new IllegalArgumentException("not DER", e);
    }
  }

  private static MlKemPrivateKey of(ASN1OctetString form, int bytes) {
    byte[] octets = form.getOctets();
    if (octets.length != bytes) {
      throw new IllegalArgumentException(
          "an ML-KEM-768 key of this form must have " + bytes + " bytes");
    }
    return new MlKemPrivateKey(new MLKEMPrivateKeyParameters(MLKEMParameters.ml_kem_768, octets));
  }

  /** The shared secret; an encapsulation that was altered gives another one, never an error. */
  public byte[] decapsulate(byte[] encapsulation) {
    MLKEMExtractor extractor = new MLKEMExtractor(key);
    if (encapsulation.length != extractor.getEncapsulationLength()) {
      throw new IllegalArgumentException("the encapsulation has another length");
    }
    return extractor.extractSecret(encapsulation);
  }

  /** DER SubjectPublicKeyInfo. */
  byte[] publicKey() {
    return MlKemPublicKey.encoded(key.getPublicKey());
  }

  @Override
  public String getAlgorithm() {
    return "ML-KEM-768";
  }

  /** None: it is not to be written. */
  @Override
  @SuppressWarnings("NullAway") // as the interface has it
  public String getFormat() {
    return null;
  }

  @Override
  @SuppressWarnings("NullAway")
  public byte[] getEncoded() {
    return null;
  }
}
