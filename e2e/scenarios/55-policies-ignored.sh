# NetworkPolicies that the cluster does not enforce: found out by trying; believed again once it does
look_again() { # any change of the spec has pods asked again whose last answer is 15 s old
  kd patch mdeploy breast-cancer --type=merge -p "{\"spec\":{\"governance\":{\"purpose\":\"asked again $RANDOM\"}}}" >/dev/null
}
enforcement_is_missed() {
  look_again
  finding_is breast-cancer network-egress NotSatisfied PolicyNotEnforced
  finding_is breast-cancer network-ingress NotSatisfied PolicyNotEnforced
  condition_is breast-cancer NetworkIsolated False
  condition_is breast-cancer Compliant False
}
enforcement_is_seen() {
  look_again
  finding_is breast-cancer network-egress Satisfied EgressBlocked
  finding_is breast-cancer network-ingress Satisfied IngressBlocked
  condition_is breast-cancer NetworkIsolated True
  condition_is breast-cancer Compliant True
}

check "the node stops enforcing" "$testbed" policies off
check "both directions are not satisfied: PolicyNotEnforced" eventually 60 enforcement_is_missed
check "the node enforces again" "$testbed" policies on
check "both directions are blocked, Compliant is True again" eventually 60 enforcement_is_seen

# the operator's metrics: for nobody, until the shipped policy says for whom
metrics_at() { client -tcp "$(k -n martello-system get pods -l app.kubernetes.io/name=martello-operator -o 'jsonpath={.items[0].status.podIP}'):8081"; }
metrics_are_closed() { expect_in "connection" timeout "$(refused metrics_at)"; }
metrics_are_opened() {
  sed 's/metadata.name: monitoring/metadata.name: demo/; s|app.kubernetes.io/name: prometheus|role: client|' \
    "$root/manifests/monitoring/network-policy.yaml" | k apply -f -
  eventually 15 metrics_at
  k -n martello-system delete networkpolicy martello-operator-metrics
}

check "nobody reaches the operator's metrics" metrics_are_closed
check "whom manifests/monitoring/network-policy.yaml names does" metrics_are_opened
