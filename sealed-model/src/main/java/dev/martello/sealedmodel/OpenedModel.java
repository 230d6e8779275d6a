package dev.martello.sealedmodel;

import java.nio.ByteBuffer;

@SuppressWarnings("DoNotCallSuggester")
public final class OpenedModel implements AutoCloseable {
  OpenedModel() {}

  public ByteBuffer plaintext() {
    throw new UnsupportedOperationException("not built yet");
  }

  public VerifiedModel source() {
    throw new UnsupportedOperationException("not built yet");
  }

  public String keyId() {
    throw new UnsupportedOperationException("not built yet");
  }

  public long lockedBytes() {
    throw new UnsupportedOperationException("not built yet");
  }

  @Override
  public void close() {}
}
