package dev.martello.cli.reproduce;

import dev.martello.cli.Refusal;
import dev.martello.cli.Sha256;
import dev.martello.cli.image.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Fresh Python environments with exactly the recorded wheels; one for all that record the same. */
final class Environments {
  private static final String HELP =
      "give --python an interpreter of the version that the requirements are pinned for, with venv, and let it reach PyPI";

  private final String python;
  private final Path work;
  private final Map<String, Path> interpreters = new HashMap<>();

  Environments(String python, Path work) {
    this.python = python;
    this.work = work;
  }

  /** The interpreter of the environment with these wheels. */
  Path interpreter(Path requirements) throws Refusal, IOException, InterruptedException {
    String wheels = Sha256.of(requirements);
    Path known = interpreters.get(wheels);
    if (known != null) {
      return known;
    }
    Path environment = work.resolve("environment-" + interpreters.size());
    Tool.run(work, List.of(python, "-m", "venv", environment.toString()), HELP);
    Path made = environment.resolve("bin").resolve("python");
    Tool.run(
        work,
        List.of(
            made.toString(),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--only-binary=:all:",
            "--require-hashes",
            "-r",
            requirements.toAbsolutePath().toString()),
        HELP);
    interpreters.put(wheels, made);
    return made;
  }
}
