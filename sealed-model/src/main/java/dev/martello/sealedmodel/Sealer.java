package dev.martello.sealedmodel;

import java.io.IOException;

@SuppressWarnings("DoNotCallSuggester")
public final class Sealer {
  private Sealer() {}

  public static String seal(SealRequest request) throws ModelRefused, IOException {
    throw new UnsupportedOperationException("not built yet");
  }
}
