package dev.martello.cli.model;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.martello.cli.tar.SealedInput;
import dev.martello.sealedmodel.Claims;
import dev.martello.sealedmodel.UnverifiedModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code martello inspect}: what a sealed model says of itself. Needs no key and proves nothing.
 */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description =
        "Shows what a sealed model says of itself: contents, who can open it, who signed. Needs no key and proves nothing; 'martello verify' does.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
public final class InspectCommand implements Callable<Integer> {
  enum Output {
    TEXT,
    JSON,
    ML_BOM;

    /** As it is typed, and shown in the help. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Parameters(paramLabel = "DIR|TAR", description = "The sealed model.")
  private Path directory;

  @Option(
      names = "--output",
      paramLabel = "text|json|ml-bom",
      defaultValue = "text",
      description =
          "ml-bom: a CycloneDX 1.6 document with model card, made from the manifest. Default: ${DEFAULT-VALUE}.")
  private Output output;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws Exception {
    Claims claims;
    try (var input = SealedInput.of(directory)) {
      claims = UnverifiedModel.read(input.directory()).claims();
    }
    var out = command.commandLine().getOut();
    switch (output) {
      case TEXT -> out.print(ClaimsText.of(claims));
      case JSON ->
          out.println(
              JsonMapper.builder()
                  .build()
                  .writerWithDefaultPrettyPrinter()
                  .writeValueAsString(ClaimsJson.of(claims)));
      case ML_BOM -> out.println(new String(MlBom.of(claims), StandardCharsets.UTF_8));
    }
    out.flush();
    return 0;
  }
}
