package dev.martello.cli.trace;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.martello.cli.GivenText;
import dev.martello.cli.tar.SealedInput;
import dev.martello.sealedmodel.Manifest;
import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.Signer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code martello trace}: from a running pod back to what its model was made of. */
@Command(
    name = "trace",
    mixinStandardHelpOptions = true,
    description = {
      "Follows a running model back, link by link, to signature, manifest, training code, data and evaluation, and checks each:",
      "kubectl get pod/POD modeldeployment/NAME -o json | martello trace --model sealed --public-key signer.pub.pem --source DIR",
      "Exit code 0: every link holds; 1: one is broken; 3: none is broken, one is missing or could not be checked."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
public final class TraceCommand implements Callable<Integer> {
  private static final int MAX_BYTES = 16 << 20;

  enum Output {
    TEXT,
    JSON
  }

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "A pod, a ModelDeployment or both, as JSON. Default: standard input.")
  private @Nullable Path file;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR|TAR",
      description = "The sealed model that is said to run.")
  private Path model;

  @Option(
      names = "--public-key",
      required = true,
      paramLabel = "PUB.pem",
      description = "A signer who is believed; may be given several times.")
  private List<Path> publicKeys;

  @Option(
      names = "--source",
      paramLabel = "DIR",
      description =
          "The directory with training code, environment lock and data; for a recorded commit, a Git checkout.")
  private @Nullable Path source;

  @Option(
      names = "--output",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "Default: ${DEFAULT-VALUE}.")
  private Output output;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws Exception {
    var given = GivenText.read(file, MAX_BYTES, "name one pod and one ModelDeployment");
    var running = Running.read(given.text(), given.name());
    var chain = new ArrayList<Link>();
    try (var input = SealedInput.of(model)) {
      var signed = SignatureLinks.of(input.directory(), signers());
      chain.addAll(
          RunningLinks.of(
              running, signed.digest(), signed.manifest().map(Manifest::name).orElse("")));
      chain.addAll(signed.links());
      if (signed.manifest().isPresent()) {
        var sources = source == null ? Optional.<Source>empty() : Optional.of(new Source(source));
        chain.addAll(new ProvenanceLinks(signed.manifest().get(), sources).links());
      }
    }
    print(chain);
    return Link.exitCode(chain);
  }

  private List<Signer> signers() throws IOException, ModelRefused {
    var signers = new ArrayList<Signer>();
    for (var key : publicKeys) {
      signers.add(Signer.fromPem(key.toString(), Files.readString(key)));
    }
    return signers;
  }

  private void print(List<Link> chain) throws IOException {
    var out = command.commandLine().getOut();
    if (output == Output.JSON) {
      var mapper = new JsonMapper();
      var links = mapper.createArrayNode();
      for (var link : chain) {
        links
            .addObject()
            .put("link", link.name())
            .put("state", word(link))
            .put("says", link.says());
      }
      out.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(links));
    } else {
      for (var link : chain) {
        out.printf(
            "%-9s  %-17s  %s%n",
            word(link), link.name(), link.says().replaceAll("\\p{Cntrl}", " "));
      }
    }
    out.flush();
  }

  private static String word(Link link) {
    var word = link.state().name().toLowerCase(Locale.ROOT);
    return switch (link.state()) {
      case BROKEN, MISSING -> word.toUpperCase(Locale.ROOT);
      default -> word;
    };
  }
}
