package dev.martello.sealedmodel.modelsigning;

import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.Reason;
import dev.martello.sealedmodel.json.Document;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Verifies the signature over a directory (section 8).
 *
 * @param alsoIgnored relative paths that are left out beside those that the signature names; the
 *     signature's own file among them
 * @param ignoresUnsigned whether files that are not signed may be there
 */
public record DirectoryVerification(
    Trust trust, List<String> alsoIgnored, boolean ignoresUnsigned) {
  /** As much as 100,000 files take. */
  public static final int MAX_BUNDLE_BYTES = 16 * 1024 * 1024;

  private static final int SHOWN = 5;

  /**
   * Looks at bundle, signature, statement and every file, in this order.
   *
   * @param where the bundle's name, for messages
   * @throws ModelRefused with the reason of the first check that fails
   */
  public SignedDirectory verify(Path directory, byte[] bundleFile, String where)
      throws ModelRefused, IOException {
    DirectoryBundle bundle = DirectoryBundle.parse(bundleFile, document(where));
    VerificationKey key = signer(bundle, where);
    if (!key.holds(bundle.envelope().signedBytes(), bundle.envelope().signature())) {
      throw new ModelRefused(
          Reason.SignatureInvalid,
          where
              + ": the signature does not hold for the key "
              + key.keyId()
              + "; copy model and signature again, or have it signed again");
    }
    DirectoryStatement statement =
        DirectoryStatement.parse(bundle.envelope().payload(), document(where + " (payload)"));
    Serialization serialization = statement.serialization().alsoIgnoring(alsoIgnored);
    ModelDirectory listed = ModelDirectory.list(directory, serialization);
    Map<String, String> found =
        Digests.of(listed.files(), serialization, statement.resources()::containsKey);
    List<String> unsigned = compare(statement, found, listed, directory);
    List<String> ignored = new ArrayList<>(statement.serialization().ignorePaths());
    ignored.removeAll(Serialization.DEFAULT_IGNORED);
    ignored.removeAll(alsoIgnored);
    return new SignedDirectory(
        "sha256:" + statement.rootDigest(),
        key.keyId(),
        statement.resources().size(),
        ignored,
        unsigned);
  }

  private VerificationKey signer(DirectoryBundle bundle, String where) throws ModelRefused {
    if (bundle.keyless().isPresent() && !(trust instanceof Trust.Keyless)) {
      throw unknown(
          where,
          "is signed keyless (Sigstore): give a trusted root, identity and issuer, or have it signed by key or certificate");
    }
    return switch (trust) {
      case Trust.Key key -> bySigner(bundle, key.key(), where);
      case Trust.Roots roots -> byRoot(bundle, roots, where);
      case Trust.Keyless keyless -> byVerified(bundle, keyless.verified(), where);
    };
  }

  private static VerificationKey bySigner(DirectoryBundle bundle, VerificationKey key, String where)
      throws ModelRefused {
    if (!bundle.chain().isEmpty()) {
      throw unknown(where, "is signed by certificate, and a key was given; give the root");
    }
    if (bundle.hint().isPresent() && !bundle.hint().get().equals(key.hint())) {
      throw unknown(where, "is signed by another key than " + key.keyId() + "; give the signer's");
    }
    return key;
  }

  private static VerificationKey byRoot(DirectoryBundle bundle, Trust.Roots roots, String where)
      throws ModelRefused {
    if (bundle.chain().isEmpty()) {
      throw unknown(where, "is signed by key, and a root was given; give the public key");
    }
    return new TrustedRoots(roots.certificates(), roots.at()).leafKey(bundle.chain(), where);
  }

  private static VerificationKey byVerified(
      DirectoryBundle bundle, X509Certificate verified, String where) throws ModelRefused {
    if (!bundle.keyless().equals(Optional.of(verified))) {
      throw unknown(where, "is not signed keyless by the certificate that was verified");
    }
    return VerificationKey.of(verified.getPublicKey(), where + ": the signing certificate");
  }

  private List<String> compare(
      DirectoryStatement statement,
      Map<String, String> found,
      ModelDirectory listed,
      Path directory)
      throws ModelRefused {
    Map<String, String> wrong = new TreeMap<>();
    statement
        .resources()
        .forEach(
            (name, digest) -> {
              if (listed.unusable().containsKey(name)) {
                wrong.put(name, listed.unusable().getOrDefault(name, ""));
              } else if (!found.containsKey(name)) {
                wrong.put(name, "is signed and missing");
              } else if (!digest.equals(found.get(name))) {
                wrong.put(name, "is not as it was signed");
              }
            });
    Map<String, String> unsigned = new TreeMap<>(listed.unusable());
    found.keySet().forEach(name -> unsigned.put(name, "is not signed"));
    unsigned.keySet().removeAll(statement.resources().keySet());
    if (!ignoresUnsigned) {
      wrong.putAll(unsigned);
    }
    if (!wrong.isEmpty()) {
      List<String> shown =
          wrong.entrySet().stream()
              .limit(SHOWN)
              .map(one -> one.getKey().replaceAll("\\p{Cntrl}|\\p{Cf}", "?") + " " + one.getValue())
              .toList();
      throw new ModelRefused(
          Reason.FilesDoNotMatch,
          directory
              + ": "
              + String.join(", ", shown)
              + (wrong.size() > SHOWN ? " and " + (wrong.size() - SHOWN) + " more" : "")
              + "; copy the model again, or have it signed again");
    }
    return List.copyOf(unsigned.keySet());
  }

  private static ModelRefused unknown(String where, String what) {
    return new ModelRefused(Reason.SignerUnknown, where + ": " + what);
  }

  private static Document document(String where) {
    return new Document(where, Reason.FileMalformed, "sign the model again", MAX_BUNDLE_BYTES);
  }
}
