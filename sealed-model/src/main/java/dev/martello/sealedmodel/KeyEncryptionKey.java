package dev.martello.sealedmodel;

import dev.martello.sealedmodel.encoding.CanonicalBase64;
import dev.martello.sealedmodel.encoding.Hex;
import dev.martello.sealedmodel.json.Document;
import dev.martello.sealedmodel.json.Fields;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** A 256-bit key-encryption key with its 16-byte id; seals and opens. Prints as its key id. */
public final class KeyEncryptionKey implements RecipientKey, SealRecipient {
  static final int KEY_BYTES = 32;
  static final int ID_BYTES = 16;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

  private final byte[] id;
  private final byte[] key;
  private volatile boolean closed;

  KeyEncryptionKey(byte[] id, byte[] key) {
    if (id.length != ID_BYTES || key.length != KEY_BYTES) {
      throw new IllegalArgumentException("a key-encryption key has 32 bytes and an id of 16");
    }
    this.id = id.clone();
    this.key = key.clone();
  }

  static boolean isJwk(byte[] file) {
    for (byte b : file) {
      if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
        return b == '{';
      }
    }
    return false;
  }

  /**
   * Reads a JSON Web Key (RFC 7517, RFC 7518 section 6.4): {@code kty} oct, {@code alg} A256KW,
   * {@code kid} 32 hex digits, {@code k} 43 characters of URL-safe Base64.
   *
   * @param where the file's name, for the message
   * @throws ModelRefused reason KeyMalformed
   */
  public static KeyEncryptionKey parse(byte[] file, String where) throws ModelRefused {
    String remedy = "make a key-encryption key with: martello keygen --type kek";
    Document document = new Document(where, Reason.KeyMalformed, remedy);
    Fields jwk = document.readSecret(file);
    jwk.constant("kty", "oct");
    jwk.constant("alg", "A256KW");
    String kid = jwk.text("kid");
    Optional<byte[]> key = CanonicalBase64.urlBytes(jwk.text("k"));
    jwk.nothingElse();
    if (!ID.matcher(kid).matches()) {
      throw document.refusal("field 'kid' must be 32 lower-case hex digits");
    }
    if (key.isEmpty() || key.get().length != KEY_BYTES) {
      throw document.refusal("field 'k' must be 32 bytes in URL-safe Base64 without padding");
    }
    try {
      return new KeyEncryptionKey(Hex.bytes(kid), key.get());
    } finally {
      Arrays.fill(key.get(), (byte) 0);
    }
  }

  /** The JSON Web Key, one line. */
  byte[] jwk() {
    return ("{\"kty\":\"oct\",\"alg\":\"A256KW\",\"kid\":\""
            + Hex.of(id)
            + "\",\"k\":\""
            + CanonicalBase64.urlOf(key)
            + "\"}\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public RecipientKind kind() {
    return RecipientKind.KEK;
  }

  @Override
  public String keyId() {
    return "kek:" + Hex.of(id);
  }

  byte[] id() {
    return id.clone();
  }

  /** A copy of the key, for the caller to overwrite. */
  byte[] key() {
    if (closed) {
      throw new IllegalStateException("the key is closed"); // zeros would wrap as well as any key
    }
    return key.clone();
  }

  @Override
  public void close() {
    closed = true;
    Arrays.fill(key, (byte) 0);
  }

  @Override
  public String toString() {
    return "KeyEncryptionKey[" + keyId() + "]";
  }
}
