package dev.martello.sealedmodel;

import dev.martello.sealedmodel.encoding.Sha256;
import dev.martello.sealedmodel.signature.Bundle;
import dev.martello.sealedmodel.signature.Resource;
import dev.martello.sealedmodel.signature.Statement;
import dev.martello.sealedmodel.wrappedkey.WrappedKey;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A sealed model whose files were found, and of which nothing is believed yet. */
public final class UnverifiedModel {
  private static final Set<String> SIGNED =
      Set.of(SealedFiles.BULK, SealedFiles.WRAPPED_KEY, SealedFiles.MANIFEST);

  private final SealedFiles files;

  private UnverifiedModel(SealedFiles files) {
    this.files = files;
  }

  /**
   * Reads the three small files, each at most 1 MiB, and finds the large one.
   *
   * @throws ModelRefused reason FileMissing, FileMalformed or TooLarge
   */
  public static UnverifiedModel read(Path directory) throws ModelRefused {
    return new UnverifiedModel(SealedFiles.read(directory));
  }

  /**
   * Checks the signature, then the digests of manifest and wrapped key, then what is expected. The
   * large file's length is checked here and its digest when it is opened. Touches no key.
   *
   * @param trusted whose signatures are believed
   * @throws ModelRefused with the reason of the first check that fails
   */
  public VerifiedModel verify(List<Signer> trusted, Expected expected) throws ModelRefused {
    Bundle bundle = Bundle.parse(files.signature(), SealedFiles.SIGNATURE);
    Signer signer = SignatureCheck.signer(bundle, trusted);
    Statement statement = bundle.statement(SealedFiles.SIGNATURE);
    Map<String, String> digests = signedDigests(statement);
    requireDigest(digests, SealedFiles.MANIFEST, files.manifest());
    requireDigest(digests, SealedFiles.WRAPPED_KEY, files.wrappedKey());
    Manifest manifest = ManifestJson.parse(files.manifest(), SealedFiles.MANIFEST);
    String digest = "sha256:" + statement.rootDigest();
    ExpectedCheck.require(expected, manifest, digest);
    WrappedKey wrappedKey = WrappedKey.parse(files.wrappedKey(), SealedFiles.WRAPPED_KEY);
    SealedBulk bulk =
        new SealedBulk(
            files.bulk(),
            digests.getOrDefault(SealedFiles.BULK, ""),
            manifest.plaintext(),
            manifest.cipher().segmentBytes(),
            Sha256.hexOf(files.manifest()));
    bulk.requireLength(files.bulkLength());
    return new VerifiedModel(manifest, signer, digest, wrappedKey, bulk);
  }

  /**
   * What the files say, with nothing verified.
   *
   * @throws ModelRefused if they cannot be understood
   */
  public Claims claims() throws ModelRefused {
    Bundle bundle = Bundle.parse(files.signature(), SealedFiles.SIGNATURE);
    return new Claims(
        ManifestJson.parse(files.manifest(), SealedFiles.MANIFEST),
        WrappedKey.parse(files.wrappedKey(), SealedFiles.WRAPPED_KEY).recipients(),
        "sha256:" + bundle.statement(SealedFiles.SIGNATURE).rootDigest(),
        bundle.hint());
  }

  private static Map<String, String> signedDigests(Statement statement) throws ModelRefused {
    Map<String, String> digests = new HashMap<>();
    for (Resource resource : statement.resources()) {
      digests.put(resource.name(), resource.sha256());
    }
    if (statement.resources().size() != SIGNED.size() || !digests.keySet().equals(SIGNED)) {
      throw new ModelRefused(
          Reason.FilesDoNotMatch,
          SealedFiles.SIGNATURE
              + ": must sign exactly "
              + String.join(", ", SIGNED.stream().sorted().toList())
              + "; sign the sealed model again");
    }
    return digests;
  }

  private static void requireDigest(Map<String, String> digests, String name, byte[] content)
      throws ModelRefused {
    if (!Sha256.hexOf(content).equals(digests.get(name))) {
      throw new ModelRefused(
          Reason.FilesDoNotMatch,
          name
              + ": is not the file that was signed; copy all four files from one sealed model again");
    }
  }
}
