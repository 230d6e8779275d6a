package dev.martello.runtime;

import dev.martello.runtime.tokens.TokenKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The mounted keys for tokens, as they were last read. */
final class TokenKeysFile {
  private static final int MOST_BYTES = 1024 * 1024;

  private final Path jwks;
  private final Path issuers;
  private volatile TokenKeys keys;

  private TokenKeysFile(Path jwks, Path issuers) throws StartRefused {
    this.jwks = jwks;
    this.issuers = issuers;
    this.keys = read();
  }

  static TokenKeysFile open(PodLayout layout) throws StartRefused {
    return new TokenKeysFile(layout.tokenKeys(), layout.tokenIssuers());
  }

  TokenKeys current() {
    return keys;
  }

  /** Takes them as they are now; if they can't be used, the earlier ones stay. */
  void reload() throws StartRefused {
    keys = read();
  }

  private TokenKeys read() throws StartRefused {
    try {
      if (Files.size(jwks) > MOST_BYTES || Files.size(issuers) > MOST_BYTES) {
        throw new IllegalArgumentException("is larger than a key set");
      }
      return TokenKeys.parse(
          Files.readAllBytes(jwks), Files.readString(issuers, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw refused("can't be read, or the file issuers beside it");
    } catch (IllegalArgumentException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
  }

  private StartRefused refused(String why) {
    return new StartRefused(
        ExitCode.FAILED,
        "TokenKeysUnusable",
        jwks + ": " + why + "; the operator publishes the cluster's keys there.");
  }
}
