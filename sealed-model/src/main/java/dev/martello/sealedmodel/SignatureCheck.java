package dev.martello.sealedmodel;

import dev.martello.sealedmodel.signature.Bundle;
import java.util.List;

/** Who signed, if it is one of those who are trusted. */
final class SignatureCheck {
  private SignatureCheck() {}

  /**
   * The trusted signer that the bundle points to and whose key the signature holds for.
   *
   * @throws ModelRefused reason SignerUnknown or SignatureInvalid
   */
  static Signer signer(Bundle bundle, List<Signer> trusted) throws ModelRefused {
    for (Signer signer : trusted) {
      if (signer.hint().equals(bundle.hint())) {
        if (bundle.isSignedBy(signer.key())) {
          return signer;
        }
        throw new ModelRefused(
            Reason.SignatureInvalid,
            SealedFiles.SIGNATURE
                + ": the signature does not hold for the key of '"
                + signer.name()
                + "' ("
                + signer.keyId()
                + "); copy the sealed model again, or have it signed again");
      }
    }
    List<String> names = trusted.stream().map(Signer::name).toList();
    throw new ModelRefused(
        Reason.SignerUnknown,
        SealedFiles.SIGNATURE
            + ": the signer is not trusted here; trusted: "
            + (names.isEmpty() ? "none" : String.join(", ", names))
            + "; have the model signed by one of these, or trust its signer's public key");
  }
}
