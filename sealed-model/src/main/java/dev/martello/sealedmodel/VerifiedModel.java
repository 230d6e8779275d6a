package dev.martello.sealedmodel;

import dev.martello.sealedmodel.wrappedkey.Unwrapping;
import dev.martello.sealedmodel.wrappedkey.WrappedKey;
import java.util.List;

/** A sealed model that a trusted signer signed and that is the expected one. Still encrypted. */
public final class VerifiedModel {
  private final Manifest manifest;
  private final Signer signer;
  private final String digest;
  private final WrappedKey wrappedKey;
  private final SealedBulk bulk;

  VerifiedModel(
      Manifest manifest, Signer signer, String digest, WrappedKey wrappedKey, SealedBulk bulk) {
    this.manifest = manifest;
    this.signer = signer;
    this.digest = digest;
    this.wrappedKey = wrappedKey;
    this.bulk = bulk;
  }

  public Manifest manifest() {
    return manifest;
  }

  public Signer signer() {
    return signer;
  }

  /** The signature's root digest over the other three files, {@code sha256:<hex>}. */
  public String digest() {
    return digest;
  }

  /** All who can open it. */
  public List<Recipient> recipients() {
    return wrappedKey.recipients();
  }

  /**
   * Unwraps the content-encryption key.
   *
   * @param key of one of the recipients; stays open
   * @throws ModelRefused reason KeyDoesNotOpen
   */
  public UnlockedModel unlock(RecipientKey key) throws ModelRefused {
    try (Unwrapping unwrapping = unwrapping(key)) {
      return new UnlockedModel(this, key.keyId(), wrappedKey.unwrap(unwrapping));
    }
  }

  Unwrapping unwrapping(RecipientKey key) {
    return switch (key) {
      case P256PrivateKey p256 -> Unwrapping.with(p256.keyId(), p256.key());
      case EncodedPrivateKey encoded -> Unwrapping.with(encoded.keyId(), encoded.key());
      case KeyEncryptionKey kek -> Unwrapping.with(kek.keyId(), kek.key());
    };
  }

  WrappedKey wrappedKey() {
    return wrappedKey;
  }

  SealedBulk bulk() {
    return bulk;
  }
}
