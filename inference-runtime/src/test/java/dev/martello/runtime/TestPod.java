package dev.martello.runtime;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.runtime.testkit.Authority;
import dev.martello.runtime.testkit.Keys;
import dev.martello.runtime.testkit.KubeletVolume;
import dev.martello.runtime.testkit.TestClient;
import dev.martello.runtime.testkit.TokenIssuer;
import dev.martello.sealedmodel.Evaluation;
import dev.martello.sealedmodel.ModelDescription;
import dev.martello.sealedmodel.SealRecipient;
import dev.martello.sealedmodel.SealRequest;
import dev.martello.sealedmodel.Sealer;
import dev.martello.sealedmodel.SemVer;
import dev.martello.sealedmodel.SigningKey;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A pod's working directory with a model sealed on the spot; started in this process or another.
 */
final class TestPod implements AutoCloseable {
  static final String NAME = "linear";
  static final String VERSION = "1.2.0";
  private static final Evaluation REPORT =
      new Evaluation("accuracy", 0.97, 0.95, 0.98, 171, "7".repeat(64));

  final Path root;
  final Authority operator = new Authority("operator");
  final Authority clients = new Authority("clients");
  final Authority.Identity serving = operator.issue(List.of(Authority.SERVER), "127.0.0.1");
  final KeyPair recipient = Keys.p256();
  final KeyPair signer = Keys.p256();
  final ObjectNode settings;
  final int inferencePort = freePort();
  final int managementPort = freePort();
  private Optional<PodServer> server = Optional.empty();

  TestPod(Path root, byte[] onnx) throws Exception {
    this.root = root;
    for (String folder : List.of("key", "tls", "settings", "client-ca")) {
      Files.createDirectories(root.resolve(folder));
    }
    seal(onnx, REPORT);
    write("key/martello.key", Keys.privatePem(recipient));
    write("tls/tls.crt", serving.pem());
    write("tls/tls.key", Keys.privatePem(serving.keys()));
    write("tls/ca.crt", operator.self().pem());
    write("client-ca/ca.crt", clients.self().pem());
    JsonMapper mapper = new JsonMapper();
    ObjectNode signers = mapper.createObjectNode().put("formatVersion", 1);
    signers
        .putArray("signers")
        .addObject()
        .put("name", "data-science")
        .put("publicKey", Keys.publicPem(signer));
    write("settings/signers.json", signers.toString());
    settings = mapper.createObjectNode().put("formatVersion", 1);
    settings.put("namespace", "demo").put("deployment", NAME);
    settings.putObject("model").put("name", NAME).put("minimumVersion", "1.0.0");
    settings
        .putObject("serving")
        .put("inferencePort", inferencePort)
        .put("managementPort", managementPort)
        .put("maxRequestBytes", 65_536)
        .put("drainSeconds", 30);
    settings.putObject("access").put("requireClientCertificate", false).putArray("identities");
  }

  /** Demands a client certificate with one of these names, or any name if there are none. */
  TestPod demandingClients(String... identities) {
    ObjectNode access = settings.putObject("access").put("requireClientCertificate", true);
    List.of(identities).forEach(access.putArray("identities")::add);
    return this;
  }

  /** Takes tokens of these service accounts, as {@code namespace:name}. */
  TestPod takingTokens(TokenIssuer issuer, String... accounts) throws IOException {
    ObjectNode access = (ObjectNode) settings.get("access");
    for (String account : accounts) {
      access.withArray("serviceAccounts").add("system:serviceaccount:" + account);
    }
    tokenKeys(issuer);
    return this;
  }

  /** Publishes these keys as the operator and the kubelet do. */
  void tokenKeys(TokenIssuer... issuers) throws IOException {
    KubeletVolume.write(
        root.resolve("callers"),
        Map.of("jwks.json", TokenIssuer.jwks(issuers), "issuers", TokenIssuer.ISSUER + "\n"));
  }

  void seal(byte[] onnx, Evaluation report) throws Exception {
    Path plain = Files.write(root.resolve("plain.onnx"), onnx);
    seal(plain, ModelInspector.describe(plain), report, publicKey());
    Files.delete(plain);
  }

  /** Seals another model in its stead, for another recipient, whose key is in that file. */
  void sealFor(Path key, byte[] onnx) throws Exception {
    deleteModel();
    Path plain = Files.write(root.resolve("plain.onnx"), onnx);
    seal(plain, ModelInspector.describe(plain), REPORT, Files.readAllBytes(key));
    Files.delete(plain);
  }

  /** Seals another model in its stead, in ONNX Runtime's own format, and gives its plaintext. */
  byte[] sealOrt(byte[] onnx) throws Exception {
    deleteModel();
    Path plain = Files.write(root.resolve("plain.onnx"), onnx);
    Path ort = root.resolve("plain.ort");
    seal(ort, ModelInspector.convert(plain, ort), REPORT, publicKey());
    byte[] plaintext = Files.readAllBytes(ort);
    Files.delete(plain);
    Files.delete(ort);
    return plaintext;
  }

  private void deleteModel() throws IOException {
    for (String file : List.of("model.onnx.enc", "model.key.p7m", "manifest.json", "model.sig")) {
      Files.delete(root.resolve("model").resolve(file));
    }
    Files.delete(root.resolve("model"));
  }

  private byte[] publicKey() {
    return Keys.publicPem(recipient).getBytes(StandardCharsets.US_ASCII);
  }

  private void seal(Path plain, ModelDescription description, Evaluation report, byte[] sealFor)
      throws Exception {
    byte[] signing = Keys.privatePem(signer).getBytes(StandardCharsets.US_ASCII);
    Sealer.seal(
        new SealRequest(
            plain,
            NAME,
            SemVer.parse(VERSION),
            description,
            Optional.empty(),
            Optional.of(report),
            List.of(SealRecipient.parse(sealFor, "recipient")),
            SigningKey.parse(signing, "signer"),
            root.resolve("model")));
  }

  ServeArguments arguments() throws Exception {
    write("settings/runtime.json", settings.toPrettyString());
    return new ServeArguments(
        sha256("settings/runtime.json"), sha256("settings/signers.json"), Optional.empty());
  }

  TestPod start() throws Exception {
    server =
        Optional.of(PodServer.start(new PodLayout(root), arguments(), environment(), part -> {}));
    return this;
  }

  PodServer server() {
    return server.orElseThrow();
  }

  /** The runtime as a process of its own, as in a pod. */
  ProcessBuilder process(ServeArguments arguments) {
    ProcessBuilder process =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-cp",
            classPath(),
            "dev.martello.runtime.Main",
            "serve",
            "--settings-sha256=" + arguments.settingsSha256(),
            "--signers-sha256=" + arguments.signersSha256());
    process.directory(root.toFile());
    process.environment().putAll(environment());
    return process;
  }

  /** Ours without what only tests bring: with SLF4J there, Netty would ask it for a logger. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !entry.contains("slf4j"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  static Map<String, String> environment() {
    return Map.of("POD_NAME", "linear-0", "POD_UID", "uid-0", "POD_IP", "127.0.0.1");
  }

  /** Nobody in particular. */
  TestClient client() {
    return new TestClient(inferencePort, operator.self().certificate());
  }

  TestClient client(Authority.Identity identity) {
    return new TestClient(inferencePort, operator.self().certificate(), identity);
  }

  TestClient management(Authority.Identity... identity) {
    return new TestClient(managementPort, operator.self().certificate(), identity);
  }

  /** As the operator itself. */
  Authority.Identity operatorIdentity() {
    return operator.issue(List.of(Authority.CLIENT), "martello-operator");
  }

  void write(String file, String content) throws IOException {
    Files.writeString(root.resolve(file), content);
  }

  private String sha256(String file) throws Exception {
    byte[] content = Files.readAllBytes(root.resolve(file));
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.ifPresent(PodServer::close);
  }
}
