package dev.martello.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.cli.Invocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A model sealed through the command line, with the keys made for it. */
public record Sealed(Path folder) {
  public static Sealed in(Path folder) throws IOException {
    var sealed = new Sealed(folder);
    succeed("keygen", "--type", "p256", "--out", folder);
    succeed("keygen", "--type", "kek", "--out", folder);
    succeed("keygen", "--type", "signing", "--out", folder);
    Files.write(sealed.plain(), TinyOnnx.identity());
    succeed(
        "seal",
        sealed.plain(),
        "--name",
        "tiny",
        "--version",
        "1.2.3",
        "--recipient",
        folder.resolve("recipient.pub.pem"),
        "--recipient",
        sealed.kek(),
        "--signing-key",
        sealed.signingKey(),
        "--out",
        sealed.directory());
    return sealed;
  }

  private static void succeed(Object... arguments) {
    var done = Invocation.of(arguments);
    assertThat(done.exitCode()).as(done.err()).isZero();
  }

  public Path plain() {
    return folder.resolve("tiny.onnx");
  }

  public Path directory() {
    return folder.resolve("sealed");
  }

  public Path key() {
    return folder.resolve("recipient.key.pem");
  }

  Path kek() {
    return folder.resolve("recipient.kek");
  }

  Path signingKey() {
    return folder.resolve("signer.key.pem");
  }

  public Path publicKey() {
    return folder.resolve("signer.pub.pem");
  }

  /** Changes one bit of one of the four files. */
  void alter(String name) throws IOException {
    var file = directory().resolve(name);
    var content = Files.readAllBytes(file);
    content[content.length / 2] ^= 1;
    Files.write(file, content);
  }
}
