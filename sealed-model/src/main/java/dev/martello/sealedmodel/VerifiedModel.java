package dev.martello.sealedmodel;

import java.util.List;

@SuppressWarnings("DoNotCallSuggester")
public final class VerifiedModel {
  VerifiedModel() {}

  public Manifest manifest() {
    throw new UnsupportedOperationException("not built yet");
  }

  public Signer signer() {
    throw new UnsupportedOperationException("not built yet");
  }

  public String digest() {
    throw new UnsupportedOperationException("not built yet");
  }

  public List<Recipient> recipients() {
    throw new UnsupportedOperationException("not built yet");
  }

  public UnlockedModel unlock(RecipientKey key) throws ModelRefused {
    throw new UnsupportedOperationException("not built yet");
  }
}
