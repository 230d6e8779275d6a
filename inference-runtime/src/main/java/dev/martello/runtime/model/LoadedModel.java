package dev.martello.runtime.model;

import dev.martello.sealedmodel.Expected;
import dev.martello.sealedmodel.Manifest;
import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.OpenedModel;
import dev.martello.sealedmodel.RecipientKey;
import dev.martello.sealedmodel.Signer;
import dev.martello.sealedmodel.UnlockedModel;
import dev.martello.sealedmodel.UnverifiedModel;
import dev.martello.sealedmodel.VerifiedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * A sealed model that was verified, opened and loaded. Nothing of its plaintext is left outside of
 * ONNX Runtime.
 *
 * @param keyId of the recipient whose key opened it
 * @param lockedBytes how much of the plaintext was locked in memory while it was there
 */
public record LoadedModel(OnnxSession session, VerifiedModel source, String keyId, long lockedBytes)
    implements AutoCloseable {

  /** Where the recipient's key comes from. */
  public interface KeySource {
    /**
     * Reads it.
     *
     * @throws ModelRefused if it is missing, or no key
     */
    RecipientKey read() throws ModelRefused;
  }

  /**
   * Goes the whole way. The key is read only once the model was verified and is the expected one,
   * and wiped whatever comes.
   *
   * @throws ModelRefused at the first step that does not hold
   */
  public static LoadedModel load(
      Path directory, List<Signer> trusted, Expected expected, KeySource key) throws ModelRefused {
    return load(directory, trusted, expected, key, part -> {});
  }

  /** The same; {@code done} is told of each part that has ended. */
  public static LoadedModel load(
      Path directory, List<Signer> trusted, Expected expected, KeySource key, Consumer<String> done)
      throws ModelRefused {
    VerifiedModel verified = UnverifiedModel.read(directory).verify(trusted, expected);
    done.accept("verify");
    LoadedModel loaded = load(verified, key, done);
    DeadHeap.overwrite();
    done.accept("wipe");
    return loaded;
  }

  private static LoadedModel load(VerifiedModel verified, KeySource source, Consumer<String> done)
      throws ModelRefused {
    UnlockedModel unlocked;
    try (RecipientKey key = source.read()) {
      unlocked = verified.unlock(key);
    }
    try (unlocked;
        OpenedModel opened = unlocked.open()) {
      done.accept("open");
      OnnxSession session = OnnxSession.open(opened.plaintext());
      try {
        SessionDescription.requireMatch(opened.source().manifest(), session);
      } catch (ModelRefused e) {
        session.close();
        throw e;
      }
      done.accept("session");
      return new LoadedModel(session, opened.source(), opened.keyId(), opened.lockedBytes());
    }
  }

  public Manifest manifest() {
    return source.manifest();
  }

  public String name() {
    return manifest().name();
  }

  public String version() {
    return manifest().version().toString();
  }

  @Override
  public void close() {
    session.close();
  }
}
