package dev.martello.cli.image.classes;

import dev.martello.cli.Refusal;
import dev.martello.cli.Sha256;
import dev.martello.cli.image.UserCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The jars of a class path without the classes that its program can't reach: less to pull, and
 * nothing in an image that could be made to run but never should.
 *
 * @param jars in the order of the class path
 * @param mainClass where the program begins
 * @param whole jars whose classes native code looks up by name
 */
public record TrimmedJars(List<Path> jars, String mainClass, List<Path> whole, UserCache cache) {
  /** To be counted up whenever the same jars should give others, since they are cached. */
  private static final String RECIPE = "2";

  /** Of the same names and in the same order; a jar of which nothing is reached is left out. */
  public List<Path> trimmed() throws Refusal, IOException, InterruptedException {
    StringBuilder key = new StringBuilder(RECIPE).append(mainClass);
    for (Path jar : jars) {
      key.append('\n').append(jar.getFileName()).append(Sha256.of(jar));
    }
    Path made = cache.get("trimmed/" + Sha256.of(key.toString()).substring(0, 20), this::trim);
    List<Path> trimmed = new ArrayList<>();
    for (Path jar : jars) {
      Path copy = made.resolve(jar.getFileName());
      if (Files.exists(copy)) {
        trimmed.add(copy);
      }
    }
    return trimmed;
  }

  private void trim(Path made) throws IOException {
    List<Map<String, ClassReferences>> references = new ArrayList<>();
    Set<String> roots = new HashSet<>(Set.of(mainClass.replace('.', '/')));
    for (Path jar : jars) {
      Map<String, ClassReferences> read = new LibraryJar(jar).references();
      references.add(read);
      if (whole.contains(jar)) {
        roots.addAll(read.keySet());
      }
    }
    Set<String> reached = new Reachability(references).from(roots);
    for (int i = 0; i < jars.size(); i++) {
      if (references.get(i).keySet().stream().anyMatch(reached::contains)) {
        Path jar = jars.get(i);
        new LibraryJar(jar).copy(made.resolve(jar.getFileName()), reached::contains);
      }
    }
  }
}
