package dev.martello.cli.keys;

import dev.martello.cli.Refusal;
import dev.martello.sealedmodel.KeyGeneration;
import dev.martello.sealedmodel.RecipientKind;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code martello keygen}: makes a key, writes it into files, never shows it. */
@Command(
    name = "keygen",
    mixinStandardHelpOptions = true,
    description =
        "Makes a key: for a recipient, who can open models, or for a signer, who vouches for them.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
public final class KeygenCommand implements Callable<Integer> {
  enum Type {
    P256,
    RSA,
    X25519,
    ML_KEM_768,
    KEK,
    SIGNING;

    /** As it is typed. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Option(
      names = "--type",
      required = true,
      paramLabel = "p256|rsa|x25519|ml-kem-768|kek|signing",
      description = {
        "p256, rsa, x25519, ml-kem-768: a recipient's key pair; the public key seals, the secret one opens.",
        "kek: one secret key-encryption key, which seals and opens.",
        "signing: a signer's key pair.",
        "ml-kem-768 and kek withstand the known quantum attacks."
      })
  private Type type;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description =
          "Where the key's files go. The directory is made if it isn't there; no file is ever overwritten.")
  private Path directory;

  @Option(
      names = "--secret-yaml",
      paramLabel = "NAME",
      description =
          "Also write a Kubernetes Secret of this name with the secret key as its item martello.key, into a file that only you can read.")
  private @Nullable String secretName;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws Exception {
    if (secretName != null && type == Type.SIGNING) {
      throw new Refusal(
          "--secret-yaml is for keys that open models: a signer's key has no place in the cluster");
    }
    var yaml =
        secretName == null
            ? Optional.<SecretYaml>empty()
            : Optional.of(SecretYaml.in(directory, secretName));
    var key =
        switch (type) {
          case P256 -> KeyGeneration.recipient(directory, RecipientKind.P256);
          case RSA -> KeyGeneration.recipient(directory, RecipientKind.RSA_OAEP);
          case X25519 -> KeyGeneration.recipient(directory, RecipientKind.X25519);
          case ML_KEM_768 -> KeyGeneration.recipient(directory, RecipientKind.ML_KEM_768);
          case KEK -> KeyGeneration.recipient(directory, RecipientKind.KEK);
          case SIGNING -> KeyGeneration.signing(directory);
        };
    var out = command.commandLine().getOut();
    out.println("wrote " + key.files().getFirst() + " (secret, readable by you alone)");
    if (yaml.isPresent()) {
      yaml.get().write(key.files().getFirst());
      out.println("wrote " + yaml.get().file() + " (secret, readable by you alone)");
    }
    key.files().stream().skip(1).forEach(file -> out.println("wrote " + file));
    out.println("key id " + key.keyId());
    out.println("next: " + nextStep(key.files().getFirst(), key.files().getLast()));
    out.flush();
    return 0;
  }

  private String nextStep(Path secret, Path shared) {
    return switch (type) {
      case P256, RSA, X25519, ML_KEM_768, KEK ->
          "seal with --recipient %s; whoever opens needs the Secret from 'kubectl create secret generic NAME --from-file=martello.key=%s'"
              .formatted(shared, secret);
      case SIGNING ->
          "seal with --signing-key %s; name %s in the ModelTrust of those who shall believe it"
              .formatted(secret, shared);
    };
  }
}
