package dev.martello.operator.certificates;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** A root made at some time, as files in a directory. */
public final class MountedRoot {
  private MountedRoot() {}

  /** SHA-256 of the root, in hex. */
  public static String in(Path directory, Instant made) throws IOException {
    CertificateAuthority root = CertificateAuthority.make(made);
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("tls.key"), root.keyPem());
    Files.writeString(directory.resolve("tls.crt"), root.certificatePem());
    return root.sha256();
  }
}
