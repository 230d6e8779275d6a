package dev.martello.cli.tar;

import dev.martello.cli.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * A sealed model as the user named it: its directory, or a tar of it, which is unpacked into a
 * temporary directory until this closes. All that comes to lie there is encrypted or public.
 */
public final class SealedInput implements AutoCloseable {
  private final Path directory;
  private final Optional<Path> temporary;

  private SealedInput(Path directory, Optional<Path> temporary) {
    this.directory = directory;
    this.temporary = temporary;
  }

  /**
   * Takes a directory as it is, and whatever else is no regular file too.
   *
   * @throws Refusal if the tar is not one of a sealed model
   */
  public static SealedInput of(Path given) throws Refusal, IOException {
    if (!Files.isRegularFile(given)) {
      return new SealedInput(given, Optional.empty());
    }
    Path made =
        Files.createTempDirectory(
            "martello-tar-",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    SealedInput input = new SealedInput(made, Optional.of(made));
    try {
      SealedTar.extract(given, made);
      return input;
    } catch (Refusal | IOException e) {
      input.close();
      throw e;
    }
  }

  public Path directory() {
    return directory;
  }

  @Override
  public void close() throws IOException {
    if (temporary.isPresent()) {
      for (String name : SealedTar.FILES) {
        Files.deleteIfExists(temporary.get().resolve(name));
      }
      Files.deleteIfExists(temporary.get());
    }
  }
}
