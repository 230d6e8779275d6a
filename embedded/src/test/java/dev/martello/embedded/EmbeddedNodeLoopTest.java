package dev.martello.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.martello.embedded.node.NodeOptions;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedNodeLoopTest {
  private static final String IMAGE = "example/runtime@sha256:" + "1".repeat(64);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path temp;
  private final EmbeddedApiServer server = EmbeddedApiServer.start();
  private final KubernetesClient client = server.client();
  private EmbeddedNode node;
  private int port;

  @BeforeEach
  void start() throws Exception {
    port = freePort();
    Path staged = Files.createDirectories(temp.resolve("staged"));
    Path java = Path.of(System.getProperty("java.home"), "bin");
    Files.writeString(
        staged.resolve("FakeRuntime.java"),
        new String(
            Objects.requireNonNull(getClass().getResourceAsStream("FakeRuntime.java"))
                .readAllBytes()));
    Files.writeString(
        staged.resolve("entrypoint.json"),
        "[\"%s\",\"-Xmx64m\",\"-XX:TieredStopAtLevel=1\",\"${root}/FakeRuntime.java\"]"
            .formatted(java.resolve("java")));
    Path store = temp.resolve("store.p12");
    run(
        java.resolve("keytool").toString(),
        "-genkeypair",
        "-alias",
        "tls",
        "-keyalg",
        "EC",
        "-dname",
        "CN=fake",
        "-storetype",
        "PKCS12",
        "-storepass",
        "changeit",
        "-keystore",
        store.toString());
    secret("tls", Map.of("store.p12", Files.readAllBytes(store)));
    Files.createDirectories(temp.resolve("work"));
    node =
        EmbeddedNode.start(
            client,
            new NodeOptions(
                temp.resolve("work"),
                Map.of(IMAGE, staged),
                temp.resolve("images"),
                Map.of("demo/models", claim())));
  }

  @AfterEach
  void stop() {
    node.close();
    server.close();
  }

  @Test
  void runsAPodFromADeploymentUntilItIsDeleted() throws Exception {
    secret("key", Map.of("martello.key", "k1".getBytes()));
    client.resource(deployment(1, image("good"))).create();
    client.resource(SERVICE).create();

    Pod pod = await().atMost(PATIENCE).until(this::readyPod, Objects::nonNull);
    String about = get(pod.getStatus().getPodIP(), "/about");
    long pid = Long.parseLong(Files.readString(work(pod).resolve("pid")));

    assertThat(pod.getSpec().getNodeName()).isEqualTo("embedded");
    assertThat(pod.getStatus().getQosClass()).isEqualTo("Guaranteed");
    assertThat(container(pod).getImageID()).isEqualTo(IMAGE);
    assertThat(about.lines())
        .contains(
            "args=serve " + port,
            "POD_NAME=" + pod.getMetadata().getName(),
            "POD_UID=" + pod.getMetadata().getUid(),
            "POD_IP=" + pod.getStatus().getPodIP(),
            "PLAIN=value",
            "ORT_DISABLE_TELEMETRY=1",
            "key=k1")
        .noneMatch(line -> line.startsWith("HOME=") || line.startsWith("PATH="));
    assertThat(Files.getPosixFilePermissions(work(pod).getParent())).hasSize(3);
    assertThat(Files.getPosixFilePermissions(work(pod).resolve("key/martello.key")))
        .extracting(Enum::name)
        .containsExactly("OWNER_READ");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              Deployment deployment =
                  client.apps().deployments().inNamespace("demo").withName("d").get();
              assertThat(deployment.getStatus().getReadyReplicas()).isEqualTo(1);
              assertThat(deployment.getStatus().getAvailableReplicas()).isEqualTo(1);
              assertThat(deployment.getStatus().getUpdatedReplicas()).isEqualTo(1);
              assertThat(deployment.getStatus().getObservedGeneration()).isEqualTo(1);
              assertThat(readyEndpoints()).containsExactly(pod.getStatus().getPodIP());
            });

    assertThat(slices())
        .extracting(slice -> slice.getMetadata().getLabels())
        .allSatisfy(
            labels ->
                assertThat(labels)
                    .containsEntry("kubernetes.io/service-name", "s")
                    .containsEntry("team", "x"));

    client.apps().deployments().inNamespace("demo").withName("d").delete();

    await().atMost(PATIENCE).until(() -> pods().isEmpty());
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(temp.resolve("work")).isEmptyDirectory();
  }

  @Test
  void reportsARefusalWithItsTerminationMessageAndBacksOff() throws Exception {
    secret("key", Map.of("martello.key", "k1".getBytes()));
    client.resource(deployment(1, image("bad"))).create();

    Pod pod =
        await()
            .atMost(PATIENCE)
            .until(
                () -> pods().stream().filter(p -> restarts(p) >= 1).findFirst(),
                Optional::isPresent)
            .get();

    ContainerStatus status = container(pod);
    assertThat(status.getLastState().getTerminated().getExitCode()).isEqualTo(3);
    assertThat(status.getLastState().getTerminated().getMessage())
        .isEqualTo("{\"reason\":\"Bad\",\"message\":\"no\"}");
    assertThat(status.getReady()).isFalse();
    assertThat(warnings()).anyMatch(e -> e.getReason().equals("BackOff"));
  }

  @Test
  void waitsForASecretAndSaysSoInTheKubeletsWords() throws Exception {
    client.resource(deployment(1, image("good"))).create();
    await()
        .atMost(PATIENCE)
        .until(() -> mountFailures().contains(setUpFailed("secret \"key\" not found")));
    assertThat(pods().getFirst().getStatus().getPhase()).isEqualTo("Pending");

    secret("key", Map.of("other", "k1".getBytes()));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                mountFailures()
                    .contains(setUpFailed("references non-existent secret key: martello.key")));

    client.secrets().inNamespace("demo").withName("key").delete();
    secret("key", Map.of("martello.key", "k1".getBytes()));
    await().atMost(PATIENCE).until(this::readyPod, Objects::nonNull);
  }

  @Test
  void scalesOntoFurtherAddressesAndBack() throws Exception {
    secret("key", Map.of("martello.key", "k1".getBytes()));
    client.resource(deployment(2, image("good"))).create();
    await()
        .atMost(PATIENCE)
        .until(() -> pods().stream().filter(EmbeddedNodeLoopTest::isReady).count() == 2);
    assertThat(pods()).extracting(p -> p.getStatus().getPodIP()).doesNotHaveDuplicates();

    edit(d -> replicas(d, 0));
    await().atMost(PATIENCE).until(() -> pods().isEmpty());
    assertThat(temp.resolve("work")).isEmptyDirectory();
  }

  @Test
  void rollsOverToANewTemplateAndMountsAClaim() throws Exception {
    secret("key", Map.of("martello.key", "k1".getBytes()));
    client.resource(deployment(1, image("good"))).create();
    Pod first = await().atMost(PATIENCE).until(this::readyPod, Objects::nonNull);

    edit(d -> new DeploymentBuilder(deployment(1, CLAIM)).withMetadata(d.getMetadata()).build());

    await()
        .atMost(PATIENCE)
        .until(
            () ->
                pods().size() == 1
                    && isReady(pods().getFirst())
                    && !pods()
                        .getFirst()
                        .getMetadata()
                        .getUid()
                        .equals(first.getMetadata().getUid()));
    assertThat(work(pods().getFirst()).resolve("model/model.bin")).hasContent("good");
  }

  /** Again where the node wrote the status between our read and our write, as any client must. */
  private void edit(UnaryOperator<Deployment> change) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsMatching(
            e -> e instanceof KubernetesClientException k && k.getCode() == 409)
        .untilAsserted(
            () -> client.apps().deployments().inNamespace("demo").withName("d").edit(change));
  }

  @Test
  void closingLeavesNoProcessAndNoDirectory() throws Exception {
    secret("key", Map.of("martello.key", "k1".getBytes()));
    client.resource(deployment(1, image("good"))).create();
    Pod pod = await().atMost(PATIENCE).until(this::readyPod, Objects::nonNull);
    long pid = Long.parseLong(Files.readString(work(pod).resolve("pid")));

    node.close();

    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(temp.resolve("work")).isEmptyDirectory();
  }

  @Test
  void theNodeSaysThatItIsEmbedded() {
    var registered = client.nodes().withName("embedded").get();

    assertThat(registered.getMetadata().getLabels()).containsEntry("martello.dev/embedded", "true");
    assertThat(registered.getStatus().getNodeInfo().getContainerRuntimeVersion())
        .startsWith("embedded://");
    assertThat(registered.getStatus().getAllocatable()).containsKeys("cpu", "memory", "pods");
  }

  private static final String CLAIM = "persistentVolumeClaim: {claimName: models, readOnly: true}";

  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: s, namespace: demo, labels: {team: x}}
      spec:
        selector: {app: d}
        ports: [{name: https, port: 443, targetPort: health}]
      """;

  private Deployment deployment(int replicas, String modelVolume) {
    return Serialization.unmarshal(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: d, namespace: demo}
        spec:
          replicas: %d
          selector: {matchLabels: {app: d}}
          template:
            metadata: {labels: {app: d}}
            spec:
              terminationGracePeriodSeconds: 5
              containers:
              - name: runtime
                image: %s
                workingDir: /martello
                args: [serve, "%d"]
                env:
                - {name: PLAIN, value: value}
                - {name: POD_NAME, valueFrom: {fieldRef: {apiVersion: v1, fieldPath: metadata.name}}}
                - {name: POD_UID, valueFrom: {fieldRef: {apiVersion: v1, fieldPath: metadata.uid}}}
                - {name: POD_IP, valueFrom: {fieldRef: {apiVersion: v1, fieldPath: status.podIP}}}
                ports: [{name: health, containerPort: %d, protocol: TCP}]
                resources: {requests: {cpu: "1"}, limits: {cpu: "1"}}
                terminationMessagePath: /martello/termination-log
                readinessProbe:
                  httpGet: {path: /readyz, port: health, scheme: HTTPS}
                  periodSeconds: 1
                volumeMounts:
                - {name: model, mountPath: /martello/model, readOnly: true}
                - {name: key, mountPath: /martello/key, readOnly: true}
                - {name: tls, mountPath: /martello/tls, readOnly: true}
              volumes:
              - name: model
                %s
              - name: key
                secret: {secretName: key, defaultMode: 256, items: [{key: martello.key, path: martello.key}]}
              - name: tls
                secret: {secretName: tls}
        """
            .formatted(replicas, IMAGE, port, port, modelVolume),
        Deployment.class);
  }

  private String image(String content) throws IOException {
    byte[] layer = TestImages.tar(TestImages.entry("model.bin", '0', content));
    String reference = TestImages.write(temp.resolve("images/" + content), layer, true);
    return "image: {reference: \"" + reference + "\"}";
  }

  private Path claim() throws IOException {
    Path claim = Files.createDirectories(temp.resolve("claim"));
    Files.writeString(claim.resolve("model.bin"), "good");
    return claim;
  }

  private void secret(String name, Map<String, byte[]> data) {
    SecretBuilder secret =
        new SecretBuilder().withNewMetadata().withName(name).withNamespace("demo").endMetadata();
    data.forEach((k, v) -> secret.addToData(k, Base64.getEncoder().encodeToString(v)));
    client.resource(secret.build()).create();
  }

  private static String setUpFailed(String why) {
    return "MountVolume.SetUp failed for volume \"key\" : " + why;
  }

  private List<Pod> pods() {
    return client.pods().inNamespace("demo").list().getItems();
  }

  private Pod readyPod() {
    return pods().stream().filter(EmbeddedNodeLoopTest::isReady).findFirst().orElse(null);
  }

  private static boolean isReady(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }

  private static ContainerStatus container(Pod pod) {
    return pod.getStatus().getContainerStatuses().getFirst();
  }

  private static int restarts(Pod pod) {
    return pod.getStatus() == null ? 0 : container(pod).getRestartCount();
  }

  private List<Event> warnings() {
    return client.v1().events().inNamespace("demo").list().getItems().stream()
        .filter(e -> e.getType().equals("Warning"))
        .toList();
  }

  private List<String> mountFailures() {
    return warnings().stream()
        .filter(e -> e.getReason().equals("FailedMount"))
        .map(Event::getMessage)
        .toList();
  }

  private List<EndpointSlice> slices() {
    return client.discovery().v1().endpointSlices().inNamespace("demo").list().getItems();
  }

  private List<String> readyEndpoints() {
    return slices().stream()
        .map(EndpointSlice::getEndpoints)
        .flatMap(List::stream)
        .filter(endpoint -> endpoint.getConditions().getReady())
        .map(Endpoint::getAddresses)
        .flatMap(List::stream)
        .toList();
  }

  /** The pod's working directory, the only one whose name starts with the pod's. */
  private Path work(Pod pod) throws IOException {
    try (Stream<Path> all = Files.list(temp.resolve("work"))) {
      return all.filter(p -> p.getFileName().toString().startsWith(pod.getMetadata().getName()))
          .findFirst()
          .orElseThrow()
          .resolve("work");
    }
  }

  private static Deployment replicas(Deployment deployment, int replicas) {
    return new DeploymentBuilder(deployment).editSpec().withReplicas(replicas).endSpec().build();
  }

  private String get(String host, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("https://%s:%d%s".formatted(host, port, path))).build();
    try (HttpClient http = HttpClient.newBuilder().sslContext(TrustAnything.context()).build()) {
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(output).isZero();
  }
}
