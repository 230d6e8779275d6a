package dev.martello.operator.findings;

import static dev.martello.operator.findings.Row.bad;
import static dev.martello.operator.findings.Row.evidence;
import static dev.martello.operator.findings.Row.not;
import static dev.martello.operator.findings.Row.nothing;
import static dev.martello.operator.findings.Row.satisfied;
import static dev.martello.operator.findings.Row.unknown;

import dev.martello.operator.observed.Scene;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Tables of the checks on admitted pods, processes and resources. */
final class PodRows {
  private PodRows() {}

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.addAll(fields());
    rows.addAll(image());
    rows.addAll(userNamespace());
    rows.addAll(process());
    rows.addAll(declared());
    rows.addAll(enforced());
    List.of(
            "pod-fields",
            "runtime-image",
            "user-namespace",
            "process-confined",
            "process-files",
            "resources-declared",
            "resources-enforced")
        .forEach(
            id -> {
              rows.add(
                  unknown(id, "embedded", scene -> scene.embedded = true, Reason.EmbeddedCluster));
              rows.add(
                  unknown(id, "no pod", scene -> scene.pods = pods -> List.of(), Reason.NoPods));
            });
    return rows;
  }

  static Consumer<Scene> podSpec(UnaryOperator<PodSpecBuilder> change) {
    return scene ->
        scene.pod =
            pod ->
                new PodBuilder(pod)
                    .withSpec(change.apply(new PodSpecBuilder(pod.getSpec())).build())
                    .build();
  }

  static Consumer<Scene> container(UnaryOperator<ContainerBuilder> change) {
    return podSpec(
        spec ->
            spec.withContainers(
                change.apply(new ContainerBuilder(spec.buildContainer(0))).build()));
  }

  private static List<Row> fields() {
    String id = "pod-fields";
    List<Row> rows = new ArrayList<>();
    rows.add(satisfied(id, "as rendered", nothing(), Reason.Restricted));
    Map<String, Consumer<Scene>> weaker =
        Map.ofEntries(
            Map.entry("hostNetwork", podSpec(s -> s.withHostNetwork(true))),
            Map.entry("hostPID", podSpec(s -> s.withHostPID(true))),
            Map.entry("hostIPC", podSpec(s -> s.withHostIPC(true))),
            Map.entry("shared process namespace", podSpec(s -> s.withShareProcessNamespace(true))),
            Map.entry("token mounted", podSpec(s -> s.withAutomountServiceAccountToken(null))),
            Map.entry("no pod security context", podSpec(s -> s.withSecurityContext(null))),
            Map.entry(
                "sysctl",
                podSpec(
                    s ->
                        s.editSecurityContext()
                            .addNewSysctl("kernel.x", "1")
                            .endSecurityContext())),
            Map.entry("sidecar", podSpec(s -> s.addNewContainer().withName("evil").endContainer())),
            Map.entry("only another container", podSpec(s -> s.withContainers(List.of()))),
            Map.entry(
                "init container",
                podSpec(s -> s.addNewInitContainer().withName("i").endInitContainer())),
            Map.entry(
                "ephemeral container",
                podSpec(
                    s -> s.addNewEphemeralContainer().withName("debug").endEphemeralContainer())),
            Map.entry(
                "host path",
                podSpec(s -> s.addNewVolume().withName("x").withNewHostPath("/", "").endVolume())),
            Map.entry(
                "another Secret",
                podSpec(
                    s ->
                        s.editMatchingVolume(v -> v.getName().equals("key"))
                            .editSecret()
                            .withSecretName("other")
                            .endSecret()
                            .endVolume())),
            Map.entry(
                "privileged",
                container(c -> c.editSecurityContext().withPrivileged(true).endSecurityContext())),
            Map.entry(
                "escalation",
                container(
                    c ->
                        c.editSecurityContext()
                            .withAllowPrivilegeEscalation(true)
                            .endSecurityContext())),
            Map.entry(
                "writable root",
                container(
                    c ->
                        c.editSecurityContext()
                            .withReadOnlyRootFilesystem(false)
                            .endSecurityContext())),
            Map.entry(
                "root user",
                container(
                    c ->
                        c.editSecurityContext()
                            .withRunAsUser(0L)
                            .withRunAsNonRoot(false)
                            .endSecurityContext())),
            Map.entry(
                "unconfined",
                container(
                    c ->
                        c.editSecurityContext()
                            .withNewSeccompProfile(null, "Unconfined")
                            .endSecurityContext())),
            Map.entry(
                "capability added",
                container(
                    c ->
                        c.editSecurityContext()
                            .editCapabilities()
                            .addToAdd("NET_RAW")
                            .endCapabilities()
                            .endSecurityContext())),
            Map.entry(
                "capabilities kept",
                container(
                    c ->
                        c.editSecurityContext()
                            .editCapabilities()
                            .withDrop(List.of())
                            .endCapabilities()
                            .endSecurityContext())),
            Map.entry(
                "proc mount",
                container(
                    c -> c.editSecurityContext().withProcMount("Unmasked").endSecurityContext())),
            Map.entry("command", container(c -> c.withCommand("/bin/evil"))),
            Map.entry("host port", container(c -> c.editFirstPort().withHostPort(1).endPort())));
    weaker.forEach((what, change) -> rows.add(bad(id, what, change, Reason.PodWeakened)));
    rows.add(
        unknown(
            id,
            "no spec shown",
            scene -> scene.pod = pod -> new PodBuilder(pod).withSpec(null).build(),
            Reason.SpecNotSeen));
    return rows;
  }

  private static List<Row> image() {
    String id = "runtime-image";
    String other = "registry.example/other@sha256:" + "c".repeat(64);
    return List.of(
        satisfied(id, "on the list", nothing(), Reason.ImageAllowed),
        bad(id, "another", container(c -> c.withImage(other)), Reason.ImageNotAllowed),
        bad(
            id,
            "a tag",
            container(c -> c.withImage("registry.example/martello/runtime:1")),
            Reason.ImageNotAllowed),
        unknown(
            id,
            "an earlier revision with an image that was taken off the list",
            scene -> {
              ModelRows.older().accept(scene);
              var older = scene.pod;
              container(c -> c.withImage(other)).accept(scene);
              var otherImage = scene.pod;
              scene.pod = pod -> otherImage.apply(older.apply(pod));
            },
            Reason.OlderRevision),
        unknown(
            id,
            "no container shown",
            podSpec(s -> s.withContainers(List.of())),
            Reason.SpecNotSeen));
  }

  private static List<Row> userNamespace() {
    String id = "user-namespace";
    return List.of(
        satisfied(id, "its own", nothing(), Reason.OwnUsers),
        bad(id, "the node's", podSpec(s -> s.withHostUsers(true)), Reason.HostUsers),
        not(
            id,
            "nodes can't",
            scene -> scene.userNamespaces = false,
            Reason.UserNamespacesUnsupported),
        unknown(
            id,
            "an earlier revision without",
            scene -> {
              ModelRows.older().accept(scene);
              var older = scene.pod;
              podSpec(s -> s.withHostUsers(null)).accept(scene);
              var without = scene.pod;
              scene.pod = pod -> without.apply(older.apply(pod));
            },
            Reason.OlderRevision));
  }

  private static List<Row> process() {
    return List.of(
        satisfied("process-confined", "as it should", nothing(), Reason.Confined),
        bad("process-confined", "root", evidence("/process/uid", 0), Reason.NotConfined),
        bad(
            "process-confined",
            "a capability",
            evidence("/process/capabilitiesEffective", "0000000000000400"),
            Reason.NotConfined),
        bad(
            "process-confined",
            "new privileges",
            evidence("/process/noNewPrivileges", false),
            Reason.NotConfined),
        bad("process-confined", "no seccomp", evidence("/process/seccomp", 0), Reason.NotConfined),
        bad(
            "process-confined",
            "the node's users",
            evidence("/process/uidMap", "0 0 4294967295"),
            Reason.NotConfined),
        unknown(
            "process-confined",
            "left out",
            evidence("/process/seccomp", null),
            Reason.EvidenceIncomplete),
        unknown(
            "process-confined",
            "no uid map",
            evidence("/process/uidMap", null),
            Reason.EvidenceIncomplete),
        satisfied("process-files", "both refused", nothing(), Reason.WriteAndShellRefused),
        satisfied(
            "process-files",
            "no shell there",
            evidence("/process/shell", "Absent"),
            Reason.WriteAndShellRefused),
        bad(
            "process-files",
            "writable",
            evidence("/process/rootFilesystem", "Accepted"),
            Reason.RootWritable),
        bad(
            "process-files",
            "a shell",
            evidence("/process/shell", "Accepted"),
            Reason.ShellPresent),
        unknown(
            "process-files",
            "not tried",
            evidence("/process/shell", "NotTried"),
            Reason.TryInconclusive),
        satisfied("process-memory", "no dumps", nothing(), Reason.MemoryNotDumpable),
        bad(
            "process-memory",
            "dumpable",
            evidence("/process/dumpable", true),
            Reason.MemoryDumpable),
        bad(
            "process-memory",
            "core files",
            evidence("/process/coreLimit", 1),
            Reason.MemoryDumpable),
        unknown(
            "process-memory",
            "left out",
            evidence("/process/dumpable", null),
            Reason.EvidenceIncomplete));
  }

  private static List<Row> declared() {
    String id = "resources-declared";
    return List.of(
        satisfied(id, "as rendered", nothing(), Reason.Guaranteed),
        satisfied(
            id,
            "the same in other words",
            container(
                c ->
                    c.editResources()
                        .addToLimits("cpu", new Quantity("1000m"))
                        .addToRequests("memory", new Quantity("0.5Gi"))
                        .endResources()),
            Reason.Guaranteed),
        bad(
            id,
            "a smaller request",
            container(
                c -> c.editResources().addToRequests("memory", new Quantity("1Mi")).endResources()),
            Reason.RequestsDiffer),
        bad(
            id,
            "other limits",
            container(
                c ->
                    c.editResources()
                        .addToRequests("cpu", new Quantity("2"))
                        .addToLimits("cpu", new Quantity("2"))
                        .endResources()),
            Reason.LimitsDiffer),
        bad(
            id,
            "a GPU",
            container(
                c ->
                    c.editResources()
                        .addToLimits("nvidia.com/gpu", new Quantity("1"))
                        .endResources()),
            Reason.ResourceAdded),
        bad(
            id,
            "no memory limit",
            container(
                c ->
                    c.editResources()
                        .removeFromLimits("memory")
                        .removeFromRequests("memory")
                        .endResources()),
            Reason.NotBounded),
        bad(id, "no resources", container(c -> c.withResources(null)), Reason.NotBounded),
        unknown(
            id,
            "an earlier revision with other limits",
            scene -> {
              ModelRows.older().accept(scene);
              scene.spec("/resources", Map.of("limits", Map.of("cpu", "2")));
              var older = scene.pod;
              container(
                      c ->
                          c.editResources()
                              .addToRequests("cpu", new Quantity("1"))
                              .addToLimits("cpu", new Quantity("1"))
                              .endResources())
                  .accept(scene);
              var smaller = scene.pod;
              scene.pod = pod -> smaller.apply(older.apply(pod));
            },
            Reason.OlderRevision));
  }

  private static List<Row> enforced() {
    String id = "resources-enforced";
    return List.of(
        satisfied(id, "as admitted", nothing(), Reason.LimitsEnforced),
        satisfied(
            id,
            "rounded down to a page",
            scene -> {
              scene.spec("/resources", Map.of("limits", Map.of("memory", "500M")));
              scene.evidence("/cgroup/memoryLimitBytes", 499998720L);
            },
            Reason.LimitsEnforced),
        bad(
            id,
            "more memory",
            evidence("/cgroup/memoryLimitBytes", 1073741824L),
            Reason.LimitsNotEnforced),
        bad(id, "more cpu", evidence("/cgroup/cpuMillis", 2000), Reason.LimitsNotEnforced),
        unknown(
            id,
            "no limit could be read",
            evidence("/cgroup/cpuMillis", null),
            Reason.EvidenceIncomplete));
  }
}
