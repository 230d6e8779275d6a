package dev.martello.cli.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The digest of a sealed model as it lies on disk: SHA-256 of the SHA-256s of the three signed
 * files, in the order of their names (OpenSSF Model Signing v1.0, 6.5.1). Reads every byte, needs
 * no key.
 */
public final class RootDigest {
  private static final List<String> SIGNED =
      List.of("manifest.json", "model.key.p7m", "model.onnx.enc");

  private RootDigest() {}

  /** {@code sha256:<hex>}. */
  public static String of(Path directory) throws IOException {
    var root = sha256();
    for (var name : SIGNED) {
      root.update(digest(directory.resolve(name)));
    }
    return "sha256:" + HexFormat.of().formatHex(root.digest());
  }

  private static byte[] digest(Path file) throws IOException {
    var digest = sha256();
    try (InputStream in = Files.newInputStream(file);
        OutputStream sink = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      in.transferTo(sink);
    }
    return digest.digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
