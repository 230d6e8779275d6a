package dev.martello.embedded.node;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** One look at one Service: an EndpointSlice, with its labels, of the pods that it selects. */
final class ServicePass {
  private final KubernetesClient client;

  ServicePass(KubernetesClient client) {
    this.client = client;
  }

  void run(Service service, List<Pod> allPods) {
    if (service.getSpec().getSelector() == null || service.getSpec().getSelector().isEmpty()) {
      return;
    }
    List<Pod> pods =
        allPods.stream()
            .filter(pod -> sameNamespace(pod, service))
            .filter(pod -> Pods.hasLabels(pod, service.getSpec().getSelector()))
            .filter(pod -> pod.getStatus() != null && pod.getStatus().getPodIP() != null)
            .sorted(Comparator.comparing((Pod pod) -> pod.getMetadata().getName()))
            .toList();
    client
        .resource(slice(service, pods))
        .fieldManager("kube-controller-manager")
        .forceConflicts()
        .serverSideApply();
  }

  private static EndpointSlice slice(Service service, List<Pod> pods) {
    String name = service.getMetadata().getName();
    return new EndpointSliceBuilder()
        .withNewMetadata()
        .withName(name + "-embedded")
        .withNamespace(service.getMetadata().getNamespace())
        .withLabels(service.getMetadata().getLabels())
        .addToLabels("kubernetes.io/service-name", name)
        .addToLabels("endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io")
        .addNewOwnerReference()
        .withApiVersion("v1")
        .withKind("Service")
        .withName(name)
        .withUid(service.getMetadata().getUid())
        .withController(true)
        .endOwnerReference()
        .endMetadata()
        .withAddressType("IPv4")
        .withEndpoints(pods.stream().map(ServicePass::endpoint).toList())
        .withPorts(pods.isEmpty() ? List.of() : ports(service, pods.getFirst()))
        .build();
  }

  private static Endpoint endpoint(Pod pod) {
    boolean serving = Pods.isReady(pod);
    boolean going = Pods.isGoing(pod);
    return new EndpointBuilder()
        .withAddresses(pod.getStatus().getPodIP())
        .withNewConditions(serving && !going, serving, going)
        .withNodeName(NodeObject.NAME)
        .withNewTargetRef()
        .withKind("Pod")
        .withName(pod.getMetadata().getName())
        .withNamespace(pod.getMetadata().getNamespace())
        .withUid(pod.getMetadata().getUid())
        .endTargetRef()
        .build();
  }

  private static List<EndpointPort> ports(Service service, Pod pod) {
    List<EndpointPort> ports = new ArrayList<>();
    for (ServicePort port : service.getSpec().getPorts()) {
      IntOrString target =
          Objects.requireNonNullElse(port.getTargetPort(), new IntOrString(port.getPort()));
      ports.add(
          new EndpointPortBuilder()
              .withName(port.getName())
              .withPort(HttpProbe.port(target, pod.getSpec().getContainers().getFirst()))
              .withProtocol(Objects.requireNonNullElse(port.getProtocol(), "TCP"))
              .build());
    }
    return ports;
  }

  private static boolean sameNamespace(Pod pod, Service service) {
    return pod.getMetadata().getNamespace().equals(service.getMetadata().getNamespace());
  }
}
