package dev.martello.sealedmodel;

import dev.martello.sealedmodel.wrappedkey.WrappedKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
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
    return new UnlockedModel(this, key.keyId(), unwrap(key));
  }

  private byte[] unwrap(RecipientKey key) throws ModelRefused {
    switch (key) {
      case P256PrivateKey p256 -> {
        ECPrivateKey privateKey = p256.key();
        return wrappedKey.unwrap(p256.keyId(), privateKey);
      }
      case EncodedPrivateKey encoded -> {
        return wrappedKey.unwrap(encoded.keyId(), encoded.key());
      }
      case KeyEncryptionKey kek -> {
        byte[] secret = kek.key();
        try {
          return wrappedKey.unwrap(kek.keyId(), secret);
        } finally {
          Arrays.fill(secret, (byte) 0);
        }
      }
    }
  }

  SealedBulk bulk() {
    return bulk;
  }
}
