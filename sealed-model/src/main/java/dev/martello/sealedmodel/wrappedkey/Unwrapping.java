package dev.martello.sealedmodel.wrappedkey;

import dev.martello.sealedmodel.RecipientKind;
import dev.martello.sealedmodel.keys.BouncyCastle;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.Recipient;
import org.bouncycastle.cms.jcajce.JceKEMAuthEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyAgreeAuthEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyTransAuthEnvelopedRecipient;
import org.jspecify.annotations.Nullable;

/**
 * A recipient's key at work. Remembers the content-encryption key of the CMS structure that it
 * unwrapped, which {@link WrappedKey#rewrap} wraps for others.
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

  private Key remember(Key key) {
    contentKey = key;
    return key;
  }

  /**
   * The content-encryption key, unless the entry is one that Bouncy Castle opens.
   *
   * @throws GeneralSecurityException if the key is not the one that it was wrapped for
   */
  Optional<Key> contentKeyByJdk(Entry entry) throws GeneralSecurityException {
    return switch (entry.recipient().kind()) {
      case P256 -> {
        if (privateKey == null) {
          throw new InvalidKeyException("the entry is not for a key-encryption key");
        }
        yield Optional.of(remember(JdkUnwrapping.agreed(entry, privateKey)));
      }
      case KEK -> {
        if (privateKey != null) {
          throw new InvalidKeyException("the entry is for a key-encryption key");
        }
        yield Optional.of(remember(JdkUnwrapping.unwrapped(entry, kek)));
      }
      case X25519, RSA_OAEP, ML_KEM_768 -> Optional.empty();
    };
  }

  /**
   * For Bouncy Castle.
   *
   * @throws IllegalArgumentException if the key is of another kind
   */
  Recipient recipient(RecipientKind kind) {
    if (privateKey == null) {
      throw new IllegalArgumentException("the entry is not for a key-encryption key");
    }
    return switch (kind) {
      case X25519 ->
          new Agreement(privateKey)
              .setProvider(BouncyCastle.PROVIDER)
              .setAllowedContentAlgorithms(WrappedKeyRules.CONTENTS)
              .setMinimumTagSize(WrappedKeyRules.TAG_BYTES);
      case RSA_OAEP ->
          new Transport(privateKey)
              .setProvider(BouncyCastle.PROVIDER)
              .setKeySizeValidation(true)
              .setAllowedContentAlgorithms(WrappedKeyRules.CONTENTS)
              .setMinimumTagSize(WrappedKeyRules.TAG_BYTES);
      case ML_KEM_768 ->
          new Encapsulation(privateKey)
              .setProvider(BouncyCastle.PROVIDER)
              .setKeySizeValidation(true)
              .setAllowedContentAlgorithms(WrappedKeyRules.CONTENTS)
              .setMinimumTagSize(WrappedKeyRules.TAG_BYTES);
      case P256, KEK -> throw new IllegalArgumentException(kind + " is opened by the JDK");
    };
  }

  @Override
  public void close() {
    Arrays.fill(kek, (byte) 0);
    contentKey = null;
  }

  private final class Agreement extends JceKeyAgreeAuthEnvelopedRecipient {
    Agreement(@Nullable PrivateKey key) {
      super(key);
    }

    @Override
    protected Key extractSecretKey(
        AlgorithmIdentifier keyEncryption,
        AlgorithmIdentifier contentEncryption,
        SubjectPublicKeyInfo sender,
        ASN1OctetString userKeyingMaterial,
        byte[] encryptedKey)
        throws CMSException {
      return remember(
          super.extractSecretKey(
              keyEncryption, contentEncryption, sender, userKeyingMaterial, encryptedKey));
    }
  }

  private final class Transport extends JceKeyTransAuthEnvelopedRecipient {
    Transport(@Nullable PrivateKey key) {
      super(key);
    }

    @Override
    protected Key extractSecretKey(
        AlgorithmIdentifier keyEncryption, AlgorithmIdentifier content, byte[] encryptedKey)
        throws CMSException {
      return remember(super.extractSecretKey(keyEncryption, content, encryptedKey));
    }
  }

  private final class Encapsulation extends JceKEMAuthEnvelopedRecipient {
    Encapsulation(@Nullable PrivateKey key) {
      super(key);
    }

    @Override
    protected Key extractSecretKey(
        AlgorithmIdentifier keyEncryption, AlgorithmIdentifier content, byte[] encryptedKey)
        throws CMSException {
      return remember(super.extractSecretKey(keyEncryption, content, encryptedKey));
    }
  }
}
