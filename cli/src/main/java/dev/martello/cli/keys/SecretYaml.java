package dev.martello.cli.keys;

import dev.martello.cli.PrivateFile;
import dev.martello.cli.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A Kubernetes Secret with a recipient's key as its item {@code martello.key}; immutable, so that a
 * running pod and its Secret never differ.
 */
record SecretYaml(String name, Path file) {
  private static final Pattern DNS_SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

  static SecretYaml in(Path directory, String name) throws Refusal {
    if (!DNS_SUBDOMAIN.matcher(name).matches()) {
      throw new Refusal(
          "--secret-yaml "
              + name
              + " is no name for a Secret: lower-case letters, digits, '-', '.'");
    }
    Path file = directory.resolve("recipient.secret.yaml");
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new Refusal(
          file + " exists already: a key is never overwritten; name another directory");
    }
    return new SecretYaml(name, file);
  }

  /** Writes the file, mode 0600. */
  void write(Path secret) throws Refusal, IOException {
    byte[] key = Files.readAllBytes(secret);
    byte[] encoded = Base64.getEncoder().encode(key);
    byte[] head =
        """
        apiVersion: v1
        kind: Secret
        metadata:
          name: %s
        type: Opaque
        immutable: true
        data:
          martello.key: \
        """
            .formatted(name)
            .getBytes(StandardCharsets.US_ASCII);
    byte[] yaml = Arrays.copyOf(head, head.length + encoded.length + 1);
    System.arraycopy(encoded, 0, yaml, head.length, encoded.length);
    yaml[yaml.length - 1] = '\n';
    try {
      PrivateFile.write(file, yaml);
    } finally {
      Arrays.fill(key, (byte) 0);
      Arrays.fill(encoded, (byte) 0);
      Arrays.fill(yaml, (byte) 0);
    }
  }
}
