package dev.martello.runtime;

import dev.martello.runtime.evidence.MountedEvidence;
import dev.martello.runtime.model.DeadHeap;
import dev.martello.runtime.model.LoadedModel;
import dev.martello.runtime.mounted.MountedFiles;
import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.Reason;
import dev.martello.sealedmodel.RecipientKey;
import dev.martello.sealedmodel.UnlockedModel;
import java.nio.file.Path;

/**
 * The key that lies in the pod now, which may be another than the one that opened the model. A new
 * one is tried on the model at once: serving goes on either way, but a restart would need it.
 */
final class MountedKey {
  private final Path file;
  private final LoadedModel model;
  private volatile MountedEvidence.Key state;

  private MountedKey(Path file, LoadedModel model) {
    this.file = file;
    this.model = model;
    this.state = new MountedEvidence.Key(model.keyId(), true);
  }

  /**
   * @param watched the key's file, as it was before the model was opened with it
   */
  static MountedKey follow(Path file, LoadedModel model, MountedFiles.Watched watched) {
    MountedKey key = new MountedKey(file, model);
    watched.onChange(key::attempt);
    return key;
  }

  private void attempt() throws ModelRefused {
    String keyId = "";
    try (RecipientKey key = KeyFile.read(file)) {
      keyId = key.keyId();
      try (UnlockedModel unlocked = model.source().unlock(key)) {
        state = new MountedEvidence.Key(unlocked.keyId(), true);
      }
    } catch (ModelRefused e) {
      state = new MountedEvidence.Key(keyId, false);
      // Only a file that is being exchanged is worth another try.
      if (e.reason() == Reason.FileMissing) {
        throw e;
      }
      System.err.println("key: renewed, but does not open the model: " + e.reason());
    } finally {
      DeadHeap.overwrite();
    }
  }

  MountedEvidence.Key state() {
    return state;
  }
}
