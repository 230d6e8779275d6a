package dev.martello.embedded.quickstart;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** What a staged tree is called by, in place of the digest of the image that it would become. */
final class TreeDigest {
  private TreeDigest() {}

  /** {@code sha256:HEX} over the paths and contents of all files. */
  static String of(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      List<Path> files = all.filter(Files::isRegularFile).sorted().toList();
      for (Path file : files) {
        String header = tree.relativize(file) + "\0" + Files.size(file) + "\0";
        digest.update(header.getBytes(StandardCharsets.UTF_8));
        try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
          in.transferTo(OutputStream.nullOutputStream());
        }
      }
      return "sha256:" + HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
