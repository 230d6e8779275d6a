package dev.martello.embedded.quickstart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where things lie in the project's directory once it is built. */
record Checkout(Path home) {
  Path martello() {
    return home.resolve("cli/target/martello");
  }

  Path example(String file) {
    return home.resolve("examples/breast-cancer").resolve(file);
  }

  /**
   * The last commit of a file of the example; empty if it was changed since, or there is no Git.
   */
  Optional<String> commitOf(String file) throws IOException, InterruptedException {
    String path = example(file).toString();
    return git("status", "--porcelain", "--", path).filter(String::isEmpty).isPresent()
        ? git("log", "-1", "--format=%H", "--", path).filter(commit -> !commit.isEmpty())
        : Optional.empty();
  }

  private Optional<String> git(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    Process git;
    try {
      git =
          new ProcessBuilder(command)
              .directory(home.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException noGit) {
      return Optional.empty();
    }
    String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return git.waitFor() == 0 ? Optional.of(said) : Optional.empty();
  }

  Path runtimeStage() {
    return home.resolve("cli/target/runtime-stage");
  }

  /** Where the quickstart leaves its report. */
  Path report() {
    return home.resolve("embedded/target/report.html");
  }

  Path install() {
    return home.resolve("manifests/install.yaml");
  }

  List<Path> crds() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("manifests/crds"))) {
      return files.filter(file -> file.toString().endsWith(".martello.dev.yaml")).sorted().toList();
    }
  }

  /** The operator's jar, then its libraries. */
  String operatorClassPath() throws IOException, QuickstartFailed {
    Path target = home.resolve("operator/target");
    try (Stream<Path> files = Files.list(target)) {
      Path jar =
          files
              .filter(file -> file.getFileName().toString().matches("operator-[0-9][^/]*\\.jar"))
              .findFirst()
              .orElseThrow(
                  () -> new QuickstartFailed("no operator jar in " + target + ": run mvn package"));
      return jar + ":" + target.resolve("lib") + "/*";
    }
  }
}
