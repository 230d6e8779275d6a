package dev.martello.sealedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The openssl command, as the second implementation of CMS and key files. */
public final class OpenSsl {
  private OpenSsl() {}

  /** Skips the test, with a line that says so, where there is no openssl 3. */
  public static void assumeHere() {
    boolean here;
    try {
      here = output(null, "version").startsWith("OpenSSL 3");
    } catch (IOException e) {
      here = false;
    }
    assumeTrue(here, "skipped: no openssl 3 on the PATH, so the comparison with it is not made");
  }

  public static String run(Path directory, String... arguments) throws IOException {
    return output(directory, arguments);
  }

  private static String output(Path directory, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Process process = builder.directory(directory == null ? null : directory.toFile()).start();
    String output = new String(process.getInputStream().readAllBytes());
    try {
      assertThat(process.waitFor()).as(output).isZero();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return output;
  }
}
