package dev.martello.sealedmodel.wrappedkey;

import dev.martello.sealedmodel.RecipientKind;
import dev.martello.sealedmodel.keys.MlKemPrivateKey;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PrivateKey;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A recipient's key at work. Remembers the content-encryption key of the CMS structure that it
 * unwrapped, which {@link WrappedKeyWriter#rewrap} wraps for others.
 */
public final class Unwrapping implements AutoCloseable {
  private final String keyId;
  private final @Nullable PrivateKey privateKey;
  private final byte[] kek;
  private @Nullable Key contentKey;

  private Unwrapping(String keyId, @Nullable PrivateKey privateKey, byte[] kek) {
    this.keyId = keyId;
    this.privateKey = privateKey;
    this.kek = kek;
  }

  /** With a private key. */
  public static Unwrapping with(String keyId, PrivateKey key) {
    return new Unwrapping(keyId, key, new byte[0]);
  }

  /**
   * With a key-encryption key.
   *
   * @param kek 32 bytes; overwritten when this closes
   */
  public static Unwrapping with(String keyId, byte[] kek) {
    return new Unwrapping(keyId, null, kek);
  }

  String keyId() {
    return keyId;
  }

  /**
   * The key that was unwrapped last.
   *
   * @throws IllegalStateException if none was
   */
  Key contentKey() {
    if (contentKey == null) {
      throw new IllegalStateException("nothing was unwrapped yet");
    }
    return contentKey;
  }

  /**
   * The content-encryption key.
   *
   * @throws GeneralSecurityException if the key is not the one that it was wrapped for
   */
  Key unwrap(Entry entry) throws GeneralSecurityException {
    Key key =
        entry.recipient().kind() == RecipientKind.KEK
            ? withKek(entry)
            : withPrivateKey(entry, privateKey);
    contentKey = key;
    return key;
  }

  private Key withKek(Entry entry) throws GeneralSecurityException {
    if (privateKey != null) {
      throw new InvalidKeyException("the entry is for a key-encryption key");
    }
    return ContentKeys.unwrapped(entry, kek);
  }

  private static Key withPrivateKey(Entry entry, @Nullable PrivateKey key)
      throws GeneralSecurityException {
    if (key == null) {
      throw new InvalidKeyException("the entry is not for a key-encryption key");
    }
    return switch (entry.recipient().kind()) {
      case P256 -> ContentKeys.agreed(entry, key);
      case X25519 -> ContentKeys.exchanged(entry, key);
      case RSA_OAEP -> ContentKeys.transported(entry, key);
      case ML_KEM_768 -> ContentKeys.decapsulated(entry, (MlKemPrivateKey) key);
      case KEK -> throw new IllegalStateException("has no private key");
    };
  }

  @Override
  public void close() {
    Arrays.fill(kek, (byte) 0);
    contentKey = null;
  }
}
