package dev.martello.cli.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.cli.Invocation;
import dev.martello.cli.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With a program in Python's place that makes an environment of itself and runs the training code
 * as a shell script; the examples themselves are reproduced by {@code e2e/reproduce}.
 */
class ReproduceCommandTest {
  @TempDir private Path temporary;
  private Path directory;
  private Path python;

  @BeforeEach
  void lay() throws Exception {
    directory = Files.createDirectories(temporary.resolve("model"));
    Files.writeString(directory.resolve("requirements.txt"), "none\n");
    Files.writeString(
        directory.resolve("train.sh"), "mkdir -p \"$1\"\nprintf a >\"$1/model.onnx\"\n");
    Files.writeString(directory.resolve("model.onnx"), "a");
    python =
        Files.writeString(
            temporary.resolve("python"),
            """
            #!/bin/sh
            case "$1 $2" in
              "-m venv") mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
              "-m pip") echo installed >>"$(dirname "$0")/../../../pip" ;;
              *) exec sh "$@" ;;
            esac
            """);
    assertThat(python.toFile().setExecutable(true)).isTrue();
    record("");
  }

  @Test
  void whatComesOutTheSameIsSaidSo() throws Exception {
    var done = reproduce();
    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.out()).contains("same", Sha256.of(directory.resolve("model.onnx")));
  }

  @Test
  void whatComesOutDifferentIsRefused() throws Exception {
    Files.writeString(directory.resolve("model.onnx"), "b");
    var done = reproduce();
    assertThat(done.refusal()).contains("the link training differs in model.onnx");
    assertThat(done.out()).contains("DIFFERENT");
    Files.delete(directory.resolve("model.onnx"));
    assertThat(reproduce().out()).contains("DIFFERENT");
  }

  @Test
  void otherCodeThanRecordedIsNotRun() throws Exception {
    Files.writeString(directory.resolve("train.sh"), "exit 1\n");
    assertThat(reproduce().refusal()).contains("train.sh has SHA-256", "record the lineage anew");
  }

  @Test
  void codeThatFailsIsSaidSo() throws Exception {
    Files.writeString(directory.resolve("train.sh"), "echo no data; exit 3\n");
    record("");
    assertThat(reproduce().refusal()).contains("ended with 3 (no data)");
  }

  @Test
  void aPlanThatTheModelDoesNotHaveIsRefused() throws Exception {
    record(
        ", \"optimization\": {\"model\": \"model.onnx\", \"evaluation\": \"none.csv\", \"plan\": \"magic\", \"seed\": 1, \"metric\": \"accuracy\", \"file\": \"smaller.onnx\", \"report\": \"smaller.json\"}");
    assertThat(reproduce().exitCode()).isEqualTo(1);
  }

  private Invocation reproduce() {
    return Invocation.of("reproduce", directory, "--python", python);
  }

  private void record(String more) throws Exception {
    Files.writeString(
        directory.resolve("provenance.json"),
        """
        {"trainingCode": {"file": "train.sh", "sha256": "%s"},
         "environment": {"file": "requirements.txt", "sha256": "%s"}%s}
        """
            .formatted(
                Sha256.of(directory.resolve("train.sh")),
                Sha256.of(directory.resolve("requirements.txt")),
                more));
  }
}
