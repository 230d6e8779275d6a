package dev.martello.sealedmodel;

import dev.martello.sealedmodel.bulk.AlteredException;
import dev.martello.sealedmodel.bulk.Bulk;
import dev.martello.sealedmodel.bulk.BulkDecryption;
import dev.martello.sealedmodel.encoding.Hex;
import dev.martello.sealedmodel.memory.SecretMemory;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The encrypted model file, with what a trusted signer said of it.
 *
 * @param ciphertextSha256 from the signature
 * @param plaintext from the manifest
 * @param segmentBytes from the manifest
 * @param manifestSha256 of the manifest's bytes, which are bound to the ciphertext by it
 */
record SealedBulk(
    Path file,
    String ciphertextSha256,
    Plaintext plaintext,
    int segmentBytes,
    String manifestSha256) {

  void requireLength(long length) throws ModelRefused {
    long right = Bulk.ciphertextLength(plaintext.length(), segmentBytes);
    if (length != right) {
      throw altered("has " + length + " bytes where " + right + " were signed", null);
    }
  }

  /**
   * Fills the memory in one pass and compares both digests. If this throws, what the memory holds
   * must be zeroed unseen.
   *
   * @param target exactly as long as the plaintext
   * @throws ModelRefused reason CiphertextAltered, PlaintextMismatch or FileMissing
   */
  void decrypt(byte[] inputKeyMaterial, SecretMemory target) throws ModelRefused {
    Bulk seen;
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      seen =
          BulkDecryption.decrypt(
              in, segmentBytes, inputKeyMaterial, Hex.bytes(manifestSha256), target.content());
    } catch (AlteredException e) {
      throw altered(String.valueOf(e.getMessage()), e);
    } catch (ClosedByInterruptException e) {
      throw new ModelRefused(
          Reason.FileMissing, file + ": was not read, since the opening was interrupted", e);
    } catch (IOException e) {
      throw SealedFiles.unreadable(file, e);
    }
    if (!seen.ciphertextSha256().equals(ciphertextSha256)) {
      throw altered("is not the file that was signed", null);
    }
    if (!seen.plaintextSha256().equals(plaintext.sha256())) {
      throw new ModelRefused(
          Reason.PlaintextMismatch,
          SealedFiles.BULK
              + ": decrypts to something else than "
              + SealedFiles.MANIFEST
              + " names (plaintext.sha256); do not trust who sealed it, have it sealed again");
    }
  }

  private static ModelRefused altered(String what, @Nullable Exception cause) {
    String message = SealedFiles.BULK + ": " + what + "; copy the sealed model again";
    return cause == null
        ? new ModelRefused(Reason.CiphertextAltered, message)
        : new ModelRefused(Reason.CiphertextAltered, message, cause);
  }
}
