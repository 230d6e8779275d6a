package dev.martello.cli.image;

import dev.martello.cli.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The jars that {@code mvn package} left in a module's {@code target}: its own and, in {@code
 * target/lib}, those that it runs with.
 *
 * @param home the checkout
 */
public record ProjectJars(Path home) {
  /** As the launcher says it, in the system property {@code martello.home}. */
  public static ProjectJars ofLauncher(Map<?, ?> properties) throws Refusal {
    if (properties.get("martello.home") instanceof String home) {
      return new ProjectJars(Path.of(home));
    }
    throw new Refusal(
        "it is not known where the checkout of martello is: start cli/target/martello, or set -Dmartello.home=DIR");
  }

  /** The module's own jar first, then the others sorted by name. */
  public List<Path> of(String module) throws Refusal, IOException {
    var target = home.resolve(module).resolve("target");
    var own =
        jars(
            target,
            name ->
                name.startsWith(module + "-") && !name.matches(".*-(sources|javadoc|tests)\\.jar"));
    var others = jars(target.resolve("lib"), name -> true);
    if (own.isEmpty() || others.isEmpty()) {
      throw new Refusal(
          "module "
              + module
              + " is not built (no jar in "
              + target
              + "): run 'mvn package' in "
              + home);
    }
    if (own.size() > 1) {
      throw new Refusal(
          target + " holds jars of several versions: run 'mvn clean package' in " + home);
    }
    var all = new ArrayList<>(own);
    all.addAll(others);
    return all;
  }

  private static List<Path> jars(Path directory, Predicate<String> wanted) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (var files = Files.list(directory)) {
      return files
          .filter(
              file ->
                  file.toString().endsWith(".jar") && wanted.test(file.getFileName().toString()))
          .sorted()
          .toList();
    }
  }
}
