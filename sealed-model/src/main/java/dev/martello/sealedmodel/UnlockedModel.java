package dev.martello.sealedmodel;

@SuppressWarnings("DoNotCallSuggester")
public final class UnlockedModel implements AutoCloseable {
  UnlockedModel() {}

  public OpenedModel open() throws ModelRefused {
    throw new UnsupportedOperationException("not built yet");
  }

  public String keyId() {
    throw new UnsupportedOperationException("not built yet");
  }

  @Override
  public void close() {}
}
