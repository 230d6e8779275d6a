package dev.martello.sealedmodel;

import dev.martello.sealedmodel.memory.SecretMemory;
import java.util.Arrays;

/** A verified model with its content-encryption key, which closing overwrites. */
public final class UnlockedModel implements AutoCloseable {
  private final VerifiedModel source;
  private final String keyId;
  private final byte[] inputKeyMaterial;
  private volatile boolean closed;

  UnlockedModel(VerifiedModel source, String keyId, byte[] inputKeyMaterial) {
    this.source = source;
    this.keyId = keyId;
    this.inputKeyMaterial = inputKeyMaterial;
  }

  /**
   * Reads the large file once: digests the ciphertext, decrypts it, digests the plaintext. Needs
   * the plaintext's length in memory outside of the Java heap.
   *
   * @return the model, once both digests hold
   * @throws ModelRefused reason CiphertextAltered, PlaintextMismatch or FileMissing; no plaintext
   *     is left in memory then
   * @throws IllegalStateException if this is closed
   */
  public OpenedModel open() throws ModelRefused {
    if (closed) {
      throw new IllegalStateException("the unlocked model is closed");
    }
    SealedBulk bulk = source.bulk();
    return open(SecretMemory.allocate(bulk.plaintext().length()));
  }

  OpenedModel open(SecretMemory memory) throws ModelRefused {
    boolean holds = false;
    try {
      source.bulk().decrypt(inputKeyMaterial, memory);
      holds = true;
      return new OpenedModel(source, keyId, memory);
    } finally {
      if (!holds) {
        memory.close();
      }
    }
  }

  /** Id of the recipient key that unlocked it. */
  public String keyId() {
    return keyId;
  }

  @Override
  public void close() {
    closed = true;
    Arrays.fill(inputKeyMaterial, (byte) 0);
  }
}
