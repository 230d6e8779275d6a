package dev.martello.sealedmodel;

import dev.martello.sealedmodel.encoding.Sha256;
import dev.martello.sealedmodel.wrappedkey.Unwrapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;

/**
 * Other recipients for a sealed model, whose large file and content-encryption key stay as they
 * are. One who was dropped and kept the old wrapped key can therefore still open it: {@link
 * Sealer#reseal} is the cure.
 *
 * @param added who can open it too from now on
 * @param dropped key ids of those who shall not
 */
public record Rewrapping(List<SealRecipient> added, Set<String> dropped) {
  public Rewrapping {
    added = List.copyOf(added);
    dropped = Set.copyOf(dropped);
  }

  /**
   * Replaces wrapped key and signature.
   *
   * @param model of this directory
   * @param key of one who can open it now
   * @return the new root digest, {@code sha256:<hex>}
   * @throws ModelRefused reason KeyDoesNotOpen; or KeyMalformed if nobody would be left, a dropped
   *     one is not there, or an added one already is
   */
  public String apply(VerifiedModel model, RecipientKey key, SigningKey signingKey, Path directory)
      throws ModelRefused, IOException {
    requireSense(model.recipients());
    byte[] wrappedKey;
    try (Unwrapping unwrapping = model.unwrapping(key)) {
      wrappedKey = SealedOutput.writer(added).rewrap(model.wrappedKey(), unwrapping, dropped);
    }
    SealedBulk bulk = model.bulk();
    SignedFiles signed =
        new SignedFiles(bulk.manifestSha256(), Sha256.hexOf(wrappedKey), bulk.ciphertextSha256());
    String subject = String.valueOf(directory.toAbsolutePath().normalize().getFileName());
    // Two files cannot be replaced at once; between the two the model is refused, never misread,
    // and finish() ends what was begun.
    Path newKey = writeBeside(directory, SealedFiles.WRAPPED_KEY, wrappedKey);
    Path newSignature =
        writeBeside(directory, SealedFiles.SIGNATURE, signed.sign(subject, signingKey));
    replace(newKey, directory.resolve(SealedFiles.WRAPPED_KEY));
    replace(newSignature, directory.resolve(SealedFiles.SIGNATURE));
    return signed.rootDigest();
  }

  /**
   * Ends a rewrapping that was interrupted: before the first file was replaced it is taken back,
   * after that the second one is replaced too. What is there afterwards is as little believed as
   * before.
   *
   * @return whether there was one
   */
  public static boolean finish(Path directory) throws IOException {
    Path newKey = beside(directory, SealedFiles.WRAPPED_KEY);
    Path newSignature = beside(directory, SealedFiles.SIGNATURE);
    if (Files.exists(newKey, LinkOption.NOFOLLOW_LINKS)) {
      Files.delete(newKey);
      Files.deleteIfExists(newSignature);
      return true;
    }
    if (Files.isRegularFile(newSignature, LinkOption.NOFOLLOW_LINKS)) {
      replace(newSignature, directory.resolve(SealedFiles.SIGNATURE));
      return true;
    }
    return false;
  }

  private static Path beside(Path directory, String name) {
    return directory.resolve("." + name + ".rewrapped");
  }

  private void requireSense(List<Recipient> present) throws ModelRefused {
    List<String> ids = present.stream().map(Recipient::keyId).toList();
    for (String id : dropped) {
      if (!ids.contains(id)) {
        throw refused(id + " is not among them, so it cannot be dropped; see: martello inspect");
      }
    }
    if (!added.isEmpty()) {
      SealedOutput.requireDistinct(added);
    }
    for (SealRecipient recipient : added) {
      if (ids.contains(recipient.keyId())) {
        throw refused(recipient.keyId() + " can open the model already; do not add it");
      }
    }
    if (added.isEmpty() && dropped.isEmpty()) {
      throw refused("nobody is added or dropped; say who");
    }
    if (added.isEmpty() && dropped.size() == Set.copyOf(ids).size()) {
      throw refused("nobody would be left to open the model; add somebody, or drop fewer");
    }
  }

  private static ModelRefused refused(String what) {
    return new ModelRefused(Reason.KeyMalformed, "recipients: " + what);
  }

  private static Path writeBeside(Path directory, String name, byte[] bytes) throws IOException {
    Path file = beside(directory, name);
    if (Files.isSymbolicLink(file) || Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(file + ": is no regular file; remove it");
    }
    return Files.write(
        file,
        bytes,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE,
        StandardOpenOption.SYNC);
  }

  private static void replace(Path file, Path target) throws IOException {
    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
