package dev.martello.runtime.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * grpcurl, built once from its Go module and kept below {@code target}. Where that can't be done,
 * tests are skipped and say so.
 */
public final class Grpcurl {
  private static final String MODULE = "github.com/fullstorydev/grpcurl/cmd/grpcurl@v1.9.3";
  private static final Path HOME = Path.of("target", "grpcurl").toAbsolutePath();
  private static final Path PROTO = Path.of("src", "test", "resources", "clients");
  private static boolean tried;

  private Grpcurl() {}

  /** What it printed, and how it ended. */
  public record Said(int exit, String text) {}

  /** Calls a method of the service with a message in JSON. */
  public static Said call(String address, Path authority, String method, String message)
      throws Exception {
    install();
    List<String> command = new ArrayList<>();
    command.add(HOME.resolve("grpcurl").toString());
    command.addAll(List.of("-cacert", authority.toString(), "-max-time", "30"));
    command.addAll(List.of("-import-path", PROTO.toString(), "-proto", "open_inference.proto"));
    command.addAll(List.of("-emit-defaults", "-d", message, address));
    command.add("inference.GRPCInferenceService/" + method);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), text);
  }

  private static synchronized void install() throws Exception {
    Path program = HOME.resolve("grpcurl");
    if (!Files.exists(program) && !tried) {
      tried = true;
      ProcessBuilder go = new ProcessBuilder("go", "install", MODULE);
      go.environment().put("GOBIN", HOME.toString());
      go.environment().put("CGO_ENABLED", "0");
      Commands.succeeds(900, go);
    }
    assumeTrue(
        Files.exists(program), "skipped: " + MODULE + " can't be installed here (go, its proxy)");
  }
}
