package dev.martello.operator.reconcile;

import dev.martello.crds.ModelDeployment;
import dev.martello.crds.ModelTrust;
import dev.martello.operator.desired.Inputs;
import dev.martello.operator.desired.RenderResult.Rendered;
import dev.martello.operator.desired.Rendering;
import dev.martello.operator.desired.Trust;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Times the operator against a loop that writes the same objects without thinking; {@code
 * e2e/bench/operator/run} starts it on an API server of its own. No controllers run there, so the
 * deployments are suspended: else each would wait for pods that never come.
 */
final class OperatorBench {
  private static final int THREADS = 10;
  private static final int PER_NAMESPACE = 100;
  private static final String METRICS = "http://127.0.0.1:18081/metrics";
  private static final Duration REST = Duration.ofSeconds(30);
  private static final String MINE = "";

  /** No other ConfigMap is changed by a merge patch: all are applied. */
  private static final String AUDIT_HEAD_AND_SUMMARY =
      ".*resource=\"(configmaps\".*verb=\"PATCH|compliancesummaries)\".*";

  /** Else the operator would work on those of the loop too. */
  private static final String NOBODYS = "\n  operatorClass: nobody";

  private static final PatchContext BY_SSA =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("bench")
          .withForce(true)
          .build();

  private final KubernetesClient admin;
  private final Path directory;
  private final int count;
  private @Nullable ModelDeployment sample;

  private OperatorBench(KubernetesClient admin, Path directory, int count) {
    this.admin = admin;
    this.directory = directory;
    this.count = count;
  }

  public static void main(String[] arguments) throws Exception {
    try (KubernetesClient admin =
        new KubernetesClientBuilder().withConfig(OperatorApiServerIT.config()).build()) {
      OperatorBench bench =
          new OperatorBench(admin, Path.of(arguments[0]), Integer.parseInt(arguments[1]));
      if (arguments.length > 2 && arguments[2].equals("restart")) {
        bench.restartAlone();
      } else if (arguments.length > 2 && arguments[2].equals("again")) {
        bench.restart();
      } else {
        bench.run();
      }
    }
  }

  private void run() throws Exception {
    prepare();
    sample();
    Duration bare = timed(() -> parallel(i -> bareLoop("bare", i)));
    row("bare loop, %d x 9 writes, %d threads".formatted(count, THREADS), seconds(bare));
    parallel(this::unmake);
    settle();

    OperatorProcess operator = start("one");
    await(() -> operator.said("Started"));
    settle();
    long empty = heap(operator);
    row("live heap, resident, with one ModelDeployment", mib(empty) + ", " + mib(rss(operator)));
    double before = writes();
    double told = headsAndSummaries();
    Duration created =
        timed(
            () -> {
              parallel(i -> create("kept", i, MINE));
              while (statuses() < count) {
                Thread.sleep(200);
              }
            });
    while (applied() < count) {
      Thread.sleep(500);
    }
    row(
        "operator, until all objects are applied and a status written",
        seconds(created)
            + " = %.2f x bare".formatted((double) created.toMillis() / bare.toMillis()));
    settle();
    row(
        "write requests for each, creation included (7 objects, events and audit head apart)",
        "%.2f".formatted((writes() - before) / count));
    row(
        "writes of audit head and summary in that time",
        "%.0f".formatted(headsAndSummaries() - told));
    row("rounds for each", "%.2f".formatted((double) metric("martello_reconciles_total ") / count));
    row("resident after that", mib(rss(operator)));
    before = writes();
    Thread.sleep(REST.toMillis());
    row(
        "write requests in %d s at rest".formatted(REST.toSeconds()),
        "%.0f".formatted(writes() - before));
    row(
        "live heap for each, resident",
        "%.1f KiB, %s".formatted((heap(operator) - empty) / 1024.0 / count, mib(rss(operator))));
    row("one edited among them, until its NetworkPolicy follows: p50, p95", edits());
    row("drift, until it is undone: p50, p95", drifts());
    row("resident at the end", mib(rss(operator)));
    operator.stop();
    restart();
    tooSmall();
  }

  /** Without all that comes before it. */
  private void restartAlone() throws Exception {
    prepare();
    OperatorProcess operator = start("zero");
    await(() -> operator.said("Started"));
    OperatorProcess.mountAuthority(admin, directory);
    parallel(i -> create("kept", i, MINE));
    while (applied() < count) {
      Thread.sleep(500);
    }
    settle();
    operator.stop();
    restart();
  }

  private void restart() throws Exception {
    double before = writes();
    double told = headsAndSummaries();
    OperatorProcess again = start("two");
    Duration caughtUp =
        timed(
            () -> {
              long begun = System.nanoTime();
              await(() -> again.said("Started"));
              row(
                  "restart, until it is ready; processor time",
                  seconds(Duration.ofNanos(System.nanoTime() - begun))
                      + "; "
                      + seconds(processorTime(again)));
              while (metric("martello_reconciles_total ") < count) {
                Thread.sleep(200);
              }
            });
    row("restart, until each was looked at once", seconds(caughtUp));
    row("restart, processor time until then", seconds(processorTime(again)));
    settle();
    row(
        "write requests after the restart; of audit head and summary",
        "%.0f; %.0f".formatted(writes() - before, headsAndSummaries() - told));
    row("rounds after the restart", "%d".formatted(metric("martello_reconciles_total ")));
    row("resident after the restart", mib(rss(again)));
    again.stop();
  }

  /** It must not go on in silence. */
  private void tooSmall() throws Exception {
    OperatorProcess small = start("three", "-Xmx16m");
    Duration ended = timed(() -> await(() -> !small.alive()));
    row(
        "with 16 MiB of heap it ends, with exit code, saying",
        "%s, %d, %s"
            .formatted(
                seconds(ended),
                small.stop(),
                small.log().lines().filter(l -> l.contains("OutOfMemory")).findFirst().orElse("")));
  }

  /** A status as the operator writes it, for the loop to write too; and the operator's CA. */
  private void sample() throws Exception {
    OperatorProcess operator = start("zero");
    create("kept", count, MINE);
    Cluster own = new Cluster(admin, namespace("kept", count));
    await(() -> own.state("m" + count, "Applied").startsWith("True"));
    sample = own.get("m" + count);
    operator.stop();
    OperatorProcess.mountAuthority(admin, directory);
  }

  /** The operator would keep the loop's objects in memory too: they bear its label. */
  private void unmake(int i) {
    if (i % PER_NAMESPACE == 0) {
      for (Class<? extends HasMetadata> type :
          List.of(
              ModelDeployment.class,
              io.fabric8.kubernetes.api.model.apps.Deployment.class,
              ConfigMap.class,
              Service.class,
              ServiceAccount.class,
              NetworkPolicy.class,
              PodDisruptionBudget.class,
              Secret.class)) {
        admin.resources(type).inNamespace(namespace("bare", i)).delete();
      }
    }
  }

  private void prepare() throws Exception {
    Cluster cluster = new Cluster(admin, "bench");
    cluster.install();
    for (String file : List.of("namespace", "service-account", "cluster-role")) {
      try (InputStream yaml =
          Files.newInputStream(Path.of("..", "manifests", "operator", file + ".yaml"))) {
        admin.load(yaml).items().forEach(cluster::apply);
      }
    }
    Files.writeString(
        Files.createDirectories(directory.resolve("runtimes")).resolve("default"), Cluster.IMAGE);
    Files.createDirectories(directory.resolve("ca"));
    for (int i = 0; i <= count; i += PER_NAMESPACE) {
      for (String kind : List.of("bare", "kept")) {
        Cluster own = new Cluster(admin, namespace(kind, i));
        cluster.applyYaml(
            "apiVersion: v1\nkind: Namespace\nmetadata: {name: %s}\n"
                .formatted(namespace(kind, i)));
        own.trust();
      }
    }
  }

  private static String namespace(String kind, int i) {
    return kind + "-" + i / PER_NAMESPACE;
  }

  private void create(String kind, int i, String operatorClass) {
    new Cluster(admin, namespace(kind, i))
        .deployment("m" + i, 1, "1.0.0", "suspend: true" + operatorClass);
  }

  /** The same writes: the resource, eight objects, one status. */
  private void bareLoop(String kind, int i) {
    create(kind, i, NOBODYS);
    ModelDeployment deployment = new Cluster(admin, namespace(kind, i)).get("m" + i);
    Secret secret =
        new SecretBuilder()
            .withNewMetadata()
            .withNamespace(namespace(kind, i))
            .withName("m" + i + "-tls-0")
            .endMetadata()
            .withImmutable(true)
            .addToStringData("tls.crt", "x".repeat(1200))
            .addToStringData("tls.key", "x".repeat(240))
            .build();
    admin.resource(secret).create();
    Inputs inputs =
        new Inputs(
            "martello-system",
            Map.of("default", Cluster.IMAGE),
            Trust.of(
                admin
                    .resources(ModelTrust.class)
                    .inNamespace(namespace(kind, i))
                    .list()
                    .getItems()),
            Optional.of(secret.getMetadata().getName()),
            false,
            true);
    List<HasMetadata> objects =
        new ArrayList<>(((Rendered) Rendering.render(deployment, inputs)).desired().objects());
    objects.add(
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace(namespace(kind, i))
            .withName("m" + i + "-ca")
            .endMetadata()
            .addToData("ca.crt", "x".repeat(700))
            .build());
    objects.forEach(object -> apply(object, admin));
    ModelDeployment status = new ModelDeployment();
    status.getMetadata().setNamespace(namespace(kind, i));
    status.getMetadata().setName("m" + i);
    status.setStatus(Objects.requireNonNull(sample).getStatus());
    admin.resource(status).subresource("status").patch(BY_SSA);
  }

  private static void apply(HasMetadata object, KubernetesClient client) {
    client.resource(object).patch(BY_SSA);
  }

  private void parallel(IntConsumer each) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        all.add(threads.submit(() -> each.accept(number)));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
  }

  private long applied() {
    return admin.resources(ModelDeployment.class).inAnyNamespace().list().getItems().stream()
        .filter(d -> d.getMetadata().getNamespace().startsWith("kept"))
        .map(ModelDeployment::getStatus)
        .filter(status -> status != null)
        .filter(
            status ->
                status
                    .condition("Applied")
                    .filter(c -> c.reason().equals("AsRendered"))
                    .isPresent())
        .count();
  }

  /** An edit of who may connect, until the NetworkPolicy says so. */
  private String edits() throws Exception {
    List<Long> times = new ArrayList<>();
    for (int k = 0; k < 40; k++) {
      int i = (k * 37) % count;
      String cidr = "198.51.100.%d/32".formatted(k);
      long start = System.nanoTime();
      admin
          .resources(ModelDeployment.class)
          .inNamespace(namespace("kept", i))
          .withName("m" + i)
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"spec\":{\"access\":{\"from\":[{\"ipBlock\":{\"cidr\":\"%s\"}}]}}}"
                  .formatted(cidr));
      await(() -> policy(i).contains(cidr));
      times.add(System.nanoTime() - start);
    }
    return percentiles(times);
  }

  private String drifts() throws Exception {
    List<Long> times = new ArrayList<>();
    for (int k = 0; k < 40; k++) {
      int i = (k * 37 + 11) % count;
      admin
          .network()
          .v1()
          .networkPolicies()
          .inNamespace(namespace("kept", i))
          .withName("m" + i)
          .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"egress\":[{}]}}");
      long start = System.nanoTime();
      await(() -> !policy(i).contains("egress=[NetworkPolicyEgressRule(ports=[], to=[]"));
      times.add(System.nanoTime() - start);
    }
    return percentiles(times);
  }

  private String policy(int i) {
    return admin
        .network()
        .v1()
        .networkPolicies()
        .inNamespace(namespace("kept", i))
        .withName("m" + i)
        .get()
        .getSpec()
        .toString();
  }

  private static String percentiles(List<Long> nanos) {
    List<Long> sorted = nanos.stream().sorted().toList();
    return "%d ms, %d ms"
        .formatted(
            sorted.get(sorted.size() / 2) / 1_000_000,
            sorted.get(sorted.size() * 95 / 100) / 1_000_000);
  }

  /** Writes that the API server took of anybody, its own and those below apart. */
  private double writes() {
    return sum(line -> !line.matches(AUDIT_HEAD_AND_SUMMARY));
  }

  private double headsAndSummaries() {
    return sum(line -> line.matches(AUDIT_HEAD_AND_SUMMARY));
  }

  /** Leases, events and the tokens that this asks for are not counted at all. */
  private double sum(Predicate<String> counted) {
    double sum = 0;
    for (String line : admin.raw("/metrics").split("\n", -1)) {
      if (line.startsWith("apiserver_request_total")
          && line.matches(".*verb=\"(APPLY|POST|PUT|PATCH|DELETE)\".*")
          && line.matches(".*code=\"2.*")
          && counted.test(line)
          && !line.contains("subresource=\"token\"")
          && !line.matches(
              ".*resource=\"(events|leases|.*accessreviews|tokenreviews|endpointslices|endpoints|flowschemas|prioritylevelconfigurations|apiservices)\".*")) {
        sum += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
      }
    }
    return sum;
  }

  private void settle() throws Exception {
    double before = -1;
    while (before != writes()) {
      before = writes();
      Thread.sleep(5_000);
    }
  }

  private OperatorProcess start(String name, String... flags) throws Exception {
    return OperatorProcess.start(
        admin, "martello-operator", name, directory, Map.of("HEALTH_PORT", "18081"), flags);
  }

  private static long statuses() throws Exception {
    return metric("martello_writes_total{what=\"StatusPatched\"} ");
  }

  private static long metric(String name) throws Exception {
    String text =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(URI.create(METRICS)).build(), BodyHandlers.ofString())
            .body();
    return text.lines()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.substring(name.length()).strip()))
        .findFirst()
        .orElse(0);
  }

  /** What a full collection leaves; the collector's own fillers between objects are not alive. */
  private static long heap(OperatorProcess operator) throws Exception {
    String pid = Long.toString(operator.pid());
    command("jcmd", pid, "GC.run");
    return command("jcmd", pid, "GC.class_histogram")
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(words -> words.length > 3 && words[0].endsWith(":"))
        .filter(words -> !words[3].contains("jdk.internal.vm.Filler"))
        .mapToLong(words -> Long.parseLong(words[2]))
        .sum();
  }

  private static long rss(OperatorProcess operator) throws Exception {
    return Files.readAllLines(Path.of("/proc", Long.toString(operator.pid()), "status")).stream()
            .filter(line -> line.startsWith("VmRSS"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
            .findFirst()
            .orElseThrow()
        * 1024;
  }

  /** What the load of others leaves as it is. */
  private static Duration processorTime(OperatorProcess operator) {
    return ProcessHandle.of(operator.pid())
        .flatMap(process -> process.info().totalCpuDuration())
        .orElse(Duration.ZERO);
  }

  private static String command(String... words) throws Exception {
    words[0] = Path.of(System.getProperty("java.home"), "bin", words[0]).toString();
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    return new String(
        process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
  }

  private interface Step {
    void run() throws Exception;
  }

  private static Duration timed(Step step) throws Exception {
    long start = System.nanoTime();
    step.run();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static void await(BooleanSupplier holds) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofMinutes(4).toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("it did not come about in four minutes");
      }
      Thread.sleep(5);
    }
  }

  private static void row(String what, String figure) {
    System.out.printf("| %s | %s |%n", what, figure);
  }

  private static String seconds(Duration time) {
    return "%.1f s".formatted(time.toMillis() / 1000.0);
  }

  private static String mib(long bytes) {
    return "%.0f MiB".formatted(bytes / 1048576.0);
  }
}
