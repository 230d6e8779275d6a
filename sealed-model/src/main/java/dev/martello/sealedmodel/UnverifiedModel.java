package dev.martello.sealedmodel;

import java.nio.file.Path;
import java.util.List;

@SuppressWarnings("DoNotCallSuggester")
public final class UnverifiedModel {
  private UnverifiedModel() {}

  public static UnverifiedModel read(Path directory) throws ModelRefused {
    throw new UnsupportedOperationException("not built yet");
  }

  public VerifiedModel verify(List<Signer> trusted, Expected expected) throws ModelRefused {
    throw new UnsupportedOperationException("not built yet");
  }

  public Claims claims() throws ModelRefused {
    throw new UnsupportedOperationException("not built yet");
  }
}
