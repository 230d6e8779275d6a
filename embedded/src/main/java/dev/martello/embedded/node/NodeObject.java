package dev.martello.embedded.node;

import com.sun.management.OperatingSystemMXBean;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/** The Node object of the embedded node. It says what it is wherever a reader may look. */
final class NodeObject {
  static final String NAME = "embedded";
  private static final String MANAGER = "kubelet";

  private NodeObject() {}

  static void register(KubernetesClient client) {
    Node node = render(Instant.now());
    client.resource(node).fieldManager(MANAGER).forceConflicts().serverSideApply();
    new StatusWriter(client, MANAGER).write(node);
  }

  private static Node render(Instant now) {
    String os =
        System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
    String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    Map<String, Quantity> resources =
        Map.of(
            "cpu", new Quantity(Integer.toString(Runtime.getRuntime().availableProcessors())),
            "memory", new Quantity(memoryBytes() / 1024 + "Ki"),
            "pods", new Quantity("32"));
    return new NodeBuilder()
        .withNewMetadata()
        .withName(NAME)
        .addToLabels("martello.dev/embedded", "true")
        .addToLabels("kubernetes.io/hostname", NAME)
        .addToLabels("kubernetes.io/os", os)
        .addToLabels("kubernetes.io/arch", arch)
        .endMetadata()
        .withNewSpec()
        .endSpec()
        .withNewStatus()
        .withCapacity(resources)
        .withAllocatable(resources)
        .addNewAddress()
        .withType("InternalIP")
        .withAddress("127.0.0.1")
        .endAddress()
        .withConditions(
            new NodeConditionBuilder()
                .withType("Ready")
                .withStatus("True")
                .withReason("EmbeddedNodeReady")
                .withMessage("Embedded node: pods are child processes, nothing confines them")
                .withLastHeartbeatTime(PodStatusRendering.time(now))
                .withLastTransitionTime(PodStatusRendering.time(now))
                .build())
        .withNewNodeInfo()
        .withArchitecture(arch)
        .withOperatingSystem(os)
        .withOsImage("embedded: no containers, child processes of one Java process")
        .withKernelVersion(System.getProperty("os.version"))
        .withContainerRuntimeVersion("embedded://0.1.0")
        .withKubeletVersion("v1.36.0-embedded")
        .endNodeInfo()
        .endStatus()
        .build();
  }

  private static long memoryBytes() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }
}
