package dev.martello.embedded.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The example model, sealed for a key that was made a moment ago and signed by another. */
record SealedExample(Path directory, Path recipientKey, String signerPublicKey) {
  static SealedExample make(
      Checkout checkout, MartelloCommand martello, WorkDirectory work, Progress progress)
      throws QuickstartFailed, IOException, InterruptedException {
    progress.step("Making a recipient's key and a signer's key");
    String keys = work.directory("keys").toString();
    both(
        () -> martello.run("keygen", "--type", "p256", "--out", keys),
        () -> martello.run("keygen", "--type", "signing", "--out", keys));

    progress.step("Sealing and signing examples/breast-cancer/model.onnx");
    Path sealed = work.file("sealed");
    List<String> seal = new ArrayList<>();
    seal.addAll(List.of("seal", checkout.example("model.onnx").toString()));
    seal.addAll(List.of("--name", "breast-cancer", "--version", "1.0.0"));
    seal.addAll(List.of("--evaluation", checkout.example("evaluation.json").toString()));
    seal.addAll(List.of("--provenance", checkout.example("provenance.json").toString()));
    checkout
        .commitOf("train.py")
        .ifPresent(commit -> seal.addAll(List.of("--training-commit", commit)));
    seal.addAll(List.of("--recipient", keys + "/recipient.pub.pem"));
    seal.addAll(List.of("--signing-key", keys + "/signer.key.pem"));
    seal.addAll(List.of("--out", sealed.toString()));
    martello.run(seal.toArray(String[]::new));
    return new SealedExample(
        sealed,
        Path.of(keys, "recipient.key.pem"),
        Files.readString(Path.of(keys, "signer.pub.pem")));
  }

  private interface Step {
    String run() throws QuickstartFailed, IOException, InterruptedException;
  }

  /** Side by side: most of such a short command is the start of its Java. */
  private static void both(Step one, Step other) throws QuickstartFailed, InterruptedException {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> beside = executor.submit(one::run);
      executor.submit(other::run).get();
      beside.get();
    } catch (ExecutionException e) {
      throw new QuickstartFailed(
          String.valueOf(Objects.requireNonNullElse(e.getCause(), e).getMessage()));
    }
  }
}
