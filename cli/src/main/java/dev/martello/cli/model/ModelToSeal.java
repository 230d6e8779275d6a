package dev.martello.cli.model;

import dev.martello.runtime.ModelInspector;
import dev.martello.sealedmodel.ModelDescription;
import dev.martello.sealedmodel.ModelFormat;
import dev.martello.sealedmodel.ModelRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file that is sealed: the user's own, or one converted from it, which only this user can read
 * and which closing removes.
 *
 * @param made the directory of a converted one
 */
record ModelToSeal(Path file, ModelDescription description, Optional<Path> made)
    implements AutoCloseable {

  /**
   * Looks at the model, and converts it if need be.
   *
   * @throws ModelRefused if a pod could not serve it
   */
  static ModelToSeal of(Path onnx, ModelFormat format) throws ModelRefused, IOException {
    if (format == ModelFormat.ONNX) {
      return new ModelToSeal(onnx, ModelInspector.describe(onnx), Optional.empty());
    }
    Path directory = Files.createTempDirectory("martello-"); // mode 0700
    Path file = directory.resolve("model.ort");
    try {
      return new ModelToSeal(file, ModelInspector.convert(onnx, file), Optional.of(directory));
    } catch (ModelRefused | RuntimeException e) {
      remove(directory, file);
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    if (made.isPresent()) {
      remove(made.get(), file);
    }
  }

  private static void remove(Path directory, Path file) throws IOException {
    Files.deleteIfExists(file);
    Files.delete(directory);
  }
}
