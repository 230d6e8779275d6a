package dev.martello.sealedmodel.modelsigning;

import static dev.martello.sealedmodel.ParserFuzz.fuzz;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.martello.sealedmodel.Reason;
import dev.martello.sealedmodel.json.Document;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles, certificates and statements that nobody signed so. */
class SignedDirectoryFuzz {
  private static final Document DOCUMENT = new Document("f", Reason.FileMalformed, "sign it again");

  @TempDir Path temporary;
  Path model;
  KeyPair pair;

  @BeforeEach
  void makeModel() throws Exception {
    model = SignedDirectoryTest.example(temporary.resolve("model"));
    pair = SignedDirectoryTest.pair("secp256r1");
  }

  private byte[] bundle(boolean byCertificate) throws Exception {
    List<java.security.cert.X509Certificate> chain =
        byCertificate ? List.of(Authority.root().leaf(pair.getPublic())) : List.of();
    Serialization serialization = SignedDirectoryTest.by(300, false, "a");
    return DirectorySignature.sign(model, serialization, SignedDirectoryTest.secret(pair), chain)
        .bundle()
        .getBytes(UTF_8);
  }

  @Test
  void bundles() throws Exception {
    fuzz(20, bundle(false), bytes -> DirectoryBundle.parse(bytes, DOCUMENT));
    fuzz(21, bundle(true), bytes -> DirectoryBundle.parse(bytes, DOCUMENT));
  }

  @Test
  void statements() throws Exception {
    byte[] payload = DirectoryBundle.parse(bundle(false), DOCUMENT).envelope().payload();
    fuzz(22, payload, bytes -> DirectoryStatement.parse(bytes, DOCUMENT));
  }

  @Test
  void certificates() throws Exception {
    Authority root = Authority.root();
    byte[] der = root.leaf(pair.getPublic()).getEncoded();
    TrustedRoots roots = new TrustedRoots(List.of(root.certificate()), Authority.FROM);
    fuzz(
        23,
        der,
        bytes -> {
          try {
            return roots.leafKey(Certificates.ofDer(List.of(bytes)), "f");
          } catch (java.security.cert.CertificateException e) {
            return e; // which the bundle's parser turns into a refusal
          }
        });
  }
}
