package dev.martello.cli.signing;

import dev.martello.cli.Refusal;
import dev.martello.cli.tar.SealedInput;
import dev.martello.sealedmodel.Expected;
import dev.martello.sealedmodel.Manifest;
import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.Signer;
import dev.martello.sealedmodel.UnverifiedModel;
import dev.martello.sealedmodel.modelsigning.DirectoryVerification;
import dev.martello.sealedmodel.modelsigning.Trust;
import dev.martello.sealedmodel.modelsigning.VerificationKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code martello verify}: whether a signer vouches for every byte of a sealed model, or of any
 * other directory. Needs no secret.
 */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description =
        "Checks an OpenSSF Model Signing v1.0 signature over a sealed model or any other directory, and that its files are exactly the signed ones. Exit code 0: it holds; 1: it does not.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
public final class VerifyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR|TAR", description = "The directory, or the tar of a sealed model.")
  private Path directory;

  @Option(
      names = "--signature",
      paramLabel = "FILE",
      description = "The signature; default: DIR/model.sig.")
  private @Nullable Path signature;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Believed believed;

  /** Exactly one of them. */
  static final class Believed {
    @Option(
        names = "--public-key",
        required = true,
        paramLabel = "PUB.pem",
        description = "The signer's public key.")
    private @Nullable Path publicKey;

    @Option(
        names = "--chain",
        required = true,
        paramLabel = "PEM",
        description =
            "Trusted root certificates, and intermediate ones if the signature lacks them; may be given several times.")
    private List<Path> chain = new ArrayList<>();

    @ArgGroup(exclusive = false)
    private @Nullable Keyless keyless;
  }

  /** All of them. */
  static final class Keyless {
    @Option(
        names = "--trusted-root",
        required = true,
        paramLabel = "JSON",
        description =
            "For a keyless (Sigstore) signature: the trusted_root.json of the instance; no network is used.")
    private Path trustedRoot;

    @Option(
        names = "--identity",
        required = true,
        paramLabel = "SAN",
        description = "Who must have signed keyless: the whole mail address or workflow URI.")
    private String identity;

    @Option(
        names = "--issuer",
        required = true,
        paramLabel = "URL",
        description = "Who must have vouched for that identity.")
    private String issuer;
  }

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "When certificates must hold, like 2026-11-23T12:00:00Z; default: now.")
  private @Nullable String at;

  @Option(
      names = "--ignore",
      paramLabel = "PATH",
      description = "A path in the directory to leave out, beside those that the signature names.")
  private List<String> ignored = new ArrayList<>();

  @Option(
      names = "--ignore-unsigned-files",
      description = "Take files that are not signed for nothing, instead of refusing.")
  private boolean ignoresUnsigned;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws Exception {
    try (var input = SealedInput.of(directory)) {
      verify(input.directory());
    }
    return 0;
  }

  private void verify(Path directory) throws Refusal, ModelRefused, IOException {
    var bundle = signature == null ? directory.resolve("model.sig") : signature;
    var trust = trust(bundle);
    var manifest = sealedModel(directory, trust);
    var verified =
        new DirectoryVerification(
                trust, SigningFiles.ignored(directory, ignored, bundle), ignoresUnsigned)
            .verify(
                directory,
                SigningFiles.read(bundle, DirectoryVerification.MAX_BUNDLE_BYTES, "signature"),
                bundle.toString());
    var out = command.commandLine().getOut();
    out.println(
        manifest
            .map(model -> "holds: %s %s".formatted(model.name(), model.version()))
            .orElseGet(
                () -> "holds: %s, %,d resources".formatted(directory, verified.resources())));
    out.println("digest " + verified.digest());
    out.println("signer " + verified.signerKeyId());
    verified.ignored().forEach(path -> out.println("not signed, the signer says: " + path));
    verified.unsigned().forEach(path -> out.println("not signed, ignored: " + path));
    out.flush();
  }

  private Trust trust(Path bundle) throws Refusal, ModelRefused, IOException {
    var keyless = believed.keyless;
    if (keyless != null) {
      var file = SigningFiles.read(bundle, DirectoryVerification.MAX_BUNDLE_BYTES, "signature");
      return new Trust.Keyless(
          new KeylessSignature(keyless.trustedRoot, keyless.identity, keyless.issuer)
              .verified(file, bundle.toString()));
    }
    var key = believed.publicKey;
    return key != null
        ? new Trust.Key(VerificationKey.parse(SigningFiles.key(key), key.toString()))
        : new Trust.Roots(SigningFiles.certificates(believed.chain), time());
  }

  private Instant time() {
    try {
      return at == null ? Instant.now() : Instant.parse(at);
    } catch (DateTimeParseException e) {
      throw new ParameterException(
          command.commandLine(), "--at: '" + at + "' is no time like 2026-11-23T12:00:00Z", e);
    }
  }

  /**
   * What a sealed model that pods would take says of itself; its own checks come first, since they
   * say more.
   */
  private Optional<Manifest> sealedModel(Path directory, Trust trust) throws ModelRefused {
    boolean looksSealed =
        Files.exists(directory.resolve("model.onnx.enc"))
            || Files.exists(directory.resolve("model.key.p7m"));
    if (signature == null && looksSealed && trust instanceof Trust.Key key && key.key().isP256()) {
      var signer = new Signer("the given key", key.key().key());
      return Optional.of(
          UnverifiedModel.read(directory).verify(List.of(signer), Expected.anything()).manifest());
    }
    return Optional.empty();
  }
}
