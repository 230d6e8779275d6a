package dev.martello.operator.findings;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import java.util.List;
import java.util.Map;

/** Who is meant by the peers of a NetworkPolicy rule. */
final class Peers {
  private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";
  private static final Map<String, String> OPERATOR =
      Map.of("app.kubernetes.io/name", "martello-operator");

  private Peers() {}

  /**
   * Whether the operator's pods might be among them, as far as names tell; an address block might
   * always hold them.
   */
  static boolean mightAdmitOperator(
      List<NetworkPolicyPeer> peers, String namespace, String operatorNamespace) {
    return peers.stream().anyMatch(peer -> mightAdmit(peer, namespace, operatorNamespace));
  }

  private static boolean mightAdmit(
      NetworkPolicyPeer peer, String namespace, String operatorNamespace) {
    if (peer.getIpBlock() != null) {
      return true;
    }
    boolean place =
        peer.getNamespaceSelector() == null
            ? namespace.equals(operatorNamespace)
            : Selecting.mightSelect(
                peer.getNamespaceSelector(), Map.of(NAMESPACE_NAME, operatorNamespace));
    return place && Selecting.mightSelect(peer.getPodSelector(), OPERATOR);
  }

  /** Whether a peer means every pod of the cluster, or every address. */
  static boolean everybody(NetworkPolicyPeer peer) {
    if (peer.getIpBlock() != null) {
      String cidr = peer.getIpBlock().getCidr();
      return cidr != null && cidr.endsWith("/0");
    }
    return peer.getNamespaceSelector() != null
        && Selecting.everything(peer.getNamespaceSelector())
        && Selecting.everything(peer.getPodSelector());
  }
}
