package dev.martello.sealedmodel;

import dev.martello.sealedmodel.memory.SecretMemory;
import java.nio.ByteBuffer;

/** A model in the clear, in memory only. Close it as soon as it was loaded: closing zeroes it. */
public final class OpenedModel implements AutoCloseable {
  private final VerifiedModel source;
  private final String keyId;
  private final SecretMemory memory;

  OpenedModel(VerifiedModel source, String keyId, SecretMemory memory) {
    this.source = source;
    this.keyId = keyId;
    this.memory = memory;
  }

  /**
   * The model file's bytes: a direct, read-only buffer outside of the Java heap, from 0 to its
   * limit. Java code that reads it after {@link #close} gets an IllegalStateException; native code
   * must not use it then.
   */
  public ByteBuffer plaintext() {
    return memory.content().asReadOnly().asByteBuffer();
  }

  public VerifiedModel source() {
    return source;
  }

  /** Id of the recipient key that unlocked it. */
  public String keyId() {
    return keyId;
  }

  /** How many bytes of the plaintext cannot be swapped out. */
  public long lockedBytes() {
    return memory.lockedBytes();
  }

  @Override
  public void close() {
    memory.close();
  }
}
