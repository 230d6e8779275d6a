package dev.martello.sealedmodel.modelsigning;

import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.Reason;
import dev.martello.sealedmodel.signature.Envelope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A new signature over a directory.
 *
 * @param bundle the file's text: JSON on one line
 * @param signed what was signed
 */
public record DirectorySignature(String bundle, SignedDirectory signed) {
  /**
   * Signs a directory.
   *
   * @param chain leaf first; empty to sign by key
   * @throws ModelRefused reason FilesDoNotMatch if it holds what cannot be signed, or nothing;
   *     KeyMalformed if the leaf is not of this key
   */
  public static DirectorySignature sign(
      Path directory,
      Serialization serialization,
      DirectorySigningKey key,
      List<X509Certificate> chain)
      throws ModelRefused, IOException {
    if (!chain.isEmpty()
        && !key.publicKey()
            .keyId()
            .equals(VerificationKey.of(chain.getFirst().getPublicKey(), "certificate").keyId())) {
      throw new ModelRefused(
          Reason.KeyMalformed,
          "signing certificate: is not of the signing key; give the two that belong together");
    }
    ModelDirectory listed = ModelDirectory.list(directory, serialization);
    for (Map.Entry<String, String> one : listed.unusable().entrySet()) {
      throw new ModelRefused(
          Reason.FilesDoNotMatch,
          directory.resolve(one.getKey())
              + ": "
              + one.getValue()
              + "; remove or ignore it, or put a file there");
    }
    DirectoryStatement statement =
        DirectoryStatement.sorted(
            serialization, Digests.of(listed.files(), serialization, name -> true));
    if (statement.resources().isEmpty()) {
      throw new ModelRefused(
          Reason.FilesDoNotMatch,
          directory + ": holds nothing to sign; give the model's directory");
    }
    String subject = String.valueOf(directory.toRealPath().getFileName());
    Envelope envelope = Envelope.sign(statement.payload(subject), key::sign);
    Optional<String> hint =
        chain.isEmpty() ? Optional.of(key.publicKey().hint()) : Optional.empty();
    try {
      return new DirectorySignature(
          new String(
              new DirectoryBundle(hint, List.copyOf(chain), Optional.empty(), envelope).write(),
              StandardCharsets.UTF_8),
          new SignedDirectory(
              "sha256:" + statement.rootDigest(),
              key.publicKey().keyId(),
              statement.resources().size(),
              serialization.ignorePaths(),
              List.of()));
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read cannot be written", e);
    }
  }
}
