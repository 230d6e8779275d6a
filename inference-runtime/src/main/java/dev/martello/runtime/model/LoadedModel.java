package dev.martello.runtime.model;

import dev.martello.sealedmodel.Expected;
import dev.martello.sealedmodel.Manifest;
import dev.martello.sealedmodel.ModelFormat;
import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.OpenedModel;
import dev.martello.sealedmodel.RecipientKey;
import dev.martello.sealedmodel.Signer;
import dev.martello.sealedmodel.UnlockedModel;
import dev.martello.sealedmodel.UnverifiedModel;
import dev.martello.sealedmodel.VerifiedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A sealed model that was verified, opened and loaded. Its plaintext is in one place: in ONNX
 * Runtime, or, if ONNX Runtime uses it in place, here.
 *
 * @param keyId of the recipient whose key opened it
 * @param lockedBytes how much of the plaintext is, or was while it was here, locked in memory
 * @param inPlace the plaintext that the session uses, to be wiped after it
 */
public record LoadedModel(
    OnnxSession session,
    VerifiedModel source,
    String keyId,
    long lockedBytes,
    Optional<OpenedModel> inPlace)
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
    try (unlocked) {
      OpenedModel opened = unlocked.open();
      done.accept("open");
      LoadedModel loaded = load(opened);
      done.accept("session");
      return loaded;
    }
  }

  /** ONNX Runtime copies what it needs of ONNX; its own format has to stay. */
  private static LoadedModel load(OpenedModel opened) throws ModelRefused {
    Manifest manifest = opened.source().manifest();
    boolean kept = false;
    try {
      OnnxSession session =
          switch (manifest.format()) {
            case ONNX -> OnnxSession.open(opened.plaintext());
            case ORT -> OnnxSession.inPlace(opened.plaintext());
          };
      try {
        SessionDescription.requireMatch(manifest, session);
      } catch (ModelRefused e) {
        session.close();
        throw e;
      }
      kept = manifest.format() == ModelFormat.ORT;
      return new LoadedModel(
          session,
          opened.source(),
          opened.keyId(),
          opened.lockedBytes(),
          kept ? Optional.of(opened) : Optional.empty());
    } finally {
      if (!kept) {
        opened.close();
      }
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
    inPlace.ifPresent(OpenedModel::close);
  }
}
