package dev.martello.cli.signing;

import dev.martello.cli.Refusal;
import dev.martello.sealedmodel.modelsigning.DirectorySignature;
import dev.martello.sealedmodel.modelsigning.DirectorySigningKey;
import dev.martello.sealedmodel.modelsigning.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code martello sign}: an OpenSSF Model Signing v1.0 signature over any directory. */
@Command(
    name = "sign",
    mixinStandardHelpOptions = true,
    description =
        "Signs every file of a directory (OpenSSF Model Signing v1.0), by key or by certificate. 'martello seal' signs by itself; this is for any other directory.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
public final class SignCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "The directory.")
  private Path directory;

  @Option(
      names = "--signature",
      required = true,
      paramLabel = "FILE",
      description = "The file to be made, such as DIR/model.sig; never overwritten.")
  private Path signature;

  @Option(
      names = "--signing-key",
      required = true,
      paramLabel = "KEY.pem",
      description = "The signer's secret key: PKCS#8 on P-256, P-384 or P-521.")
  private Path signingKey;

  @Option(
      names = "--certificate",
      paramLabel = "CERT.pem",
      description = "The signer's certificate; without it the signature is by key.")
  private @Nullable Path certificate;

  @Option(
      names = "--chain",
      paramLabel = "PEM",
      description = "Certificates between the signer's and a root; may be given several times.")
  private List<Path> chain = new ArrayList<>();

  @Option(
      names = "--ignore",
      paramLabel = "PATH",
      description = "A path in the directory to leave out, with all below it.")
  private List<String> ignored = new ArrayList<>();

  @Option(
      names = "--allow-symlinks",
      description = "Follow symbolic links that stay in the directory, instead of refusing them.")
  private boolean allowSymlinks;

  @Option(
      names = "--shards",
      arity = "0..1",
      fallbackValue = "" + Serialization.DEFAULT_SHARD_SIZE,
      paramLabel = "BYTES",
      description = "Sign files by shards of so many bytes; 1,000,000,000 if none are named.")
  private @Nullable Long shards;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws Exception {
    if (certificate == null && !chain.isEmpty()) {
      throw new ParameterException(
          command.commandLine(), "--chain leads from a certificate to a root: give --certificate");
    }
    var key = DirectorySigningKey.parse(SigningFiles.key(signingKey), signingKey.toString());
    var certificates = new ArrayList<X509Certificate>();
    if (certificate != null) {
      certificates.addAll(SigningFiles.certificates(List.of(certificate)));
      certificates.addAll(SigningFiles.certificates(chain));
    }
    var made = DirectorySignature.sign(directory, serialization(), key, certificates);
    Files.writeString(
        signature, made.bundle(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    var out = command.commandLine().getOut();
    out.printf("signed %s: %,d resources%n", directory, made.signed().resources());
    out.println("digest " + made.signed().digest());
    out.println("signer " + made.signed().signerKeyId());
    out.println("wrote " + signature);
    out.flush();
    return 0;
  }

  private Serialization serialization() throws Refusal, java.io.IOException {
    try {
      return new Serialization(
          shards == null ? OptionalLong.empty() : OptionalLong.of(shards),
          allowSymlinks,
          Files.isDirectory(directory)
              ? SigningFiles.ignored(directory, ignored, signature)
              : ignored);
    } catch (IllegalArgumentException e) {
      throw new Refusal(e.getMessage() + ": correct --ignore or --shards", e);
    }
  }
}
