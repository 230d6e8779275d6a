package dev.martello.cli.trace;

import dev.martello.sealedmodel.Expected;
import dev.martello.sealedmodel.Manifest;
import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.Signer;
import dev.martello.sealedmodel.UnverifiedModel;
import dev.martello.sealedmodel.modelsigning.DirectoryVerification;
import dev.martello.sealedmodel.modelsigning.Trust;
import dev.martello.sealedmodel.modelsigning.VerificationKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The sealed model itself: signature, and every byte of the files that it signs.
 *
 * @param manifest only if the signature holds for it
 */
record SignatureLinks(String digest, Optional<Manifest> manifest, List<Link> links) {

  static SignatureLinks of(Path directory, List<Signer> signers) throws IOException, ModelRefused {
    var unverified = UnverifiedModel.read(directory);
    var link = "signature";
    try {
      var model = unverified.verify(signers, Expected.anything());
      var key =
          VerificationKey.parse(
              model.signer().pem().getBytes(StandardCharsets.US_ASCII), model.signer().name());
      var bundle = directory.resolve("model.sig");
      new DirectoryVerification(new Trust.Key(key), List.of("model.sig"), true)
          .verify(directory, Files.readAllBytes(bundle), bundle.toString());
      var manifest = model.manifest();
      return new SignatureLinks(
          model.digest(),
          Optional.of(manifest),
          List.of(
              Link.holds(link, "%s, %s".formatted(model.signer().name(), model.signer().keyId())),
              Link.holds(
                  "manifest",
                  "%s %s, every byte of the sealed model as signed"
                      .formatted(manifest.name(), manifest.version()))));
    } catch (ModelRefused refused) {
      return new SignatureLinks(
          unverified.claims().digest(),
          Optional.empty(),
          List.of(
              Link.broken(link, refused.reason() + ": " + refused.getMessage()),
              Link.missing(
                  "manifest",
                  "not followed: what is not signed by a trusted key is not believed")));
    }
  }
}
