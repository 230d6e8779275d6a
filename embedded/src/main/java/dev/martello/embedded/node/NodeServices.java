package dev.martello.embedded.node;

import io.fabric8.kubernetes.client.KubernetesClient;

/** What every pod on the node uses. */
record NodeServices(
    KubernetesClient client,
    NodeOptions options,
    LoopbackAddresses addresses,
    VolumeSetUp volumes,
    HttpProbe probe,
    StatusWriter podStatus) {

  static NodeServices of(KubernetesClient client, NodeOptions options) {
    return new NodeServices(
        client,
        options,
        new LoopbackAddresses(),
        new VolumeSetUp(client, options),
        new HttpProbe(),
        new StatusWriter(client, "kubelet"));
  }
}
