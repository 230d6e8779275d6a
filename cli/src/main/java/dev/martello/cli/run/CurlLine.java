package dev.martello.cli.run;

import dev.martello.runtime.LocalServer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** A command that asks the server about its model, and believes no other server than this one. */
final class CurlLine {
  private CurlLine() {}

  static String of(LocalServer server) {
    var trust =
        server
            .certificate()
            .map(it -> "--insecure --pinnedpubkey 'sha256//" + pin(it) + "' ")
            .orElse("");
    return "curl " + trust + server.url() + "/v2/models/" + server.modelName();
  }

  /** curl's name of a public key: Base64 of the SHA-256 of its SubjectPublicKeyInfo. */
  private static String pin(X509Certificate certificate) {
    try {
      var spki = certificate.getPublicKey().getEncoded();
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(spki));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
