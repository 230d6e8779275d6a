# What happens to a running deployment: killed pods, edited objects, scaling, a refused update
is_ready_again() { kd wait --for=condition=Ready mdeploy/breast-cancer --timeout=120s; answers_client; }

pod_is_killed() {
  local pod
  pod=$(pods_of breast-cancer | head -n 1)
  kd delete pod "$pod" --grace-period=0 --force
  eventually 30 other_pod_than "$pod"
  is_ready_again
}
other_pod_than() { ! pods_of breast-cancer | grep -qx "$1" && [ -n "$(pods_of breast-cancer)" ]; }

process_is_killed() { # the container comes back by itself
  local before
  before=$(restarts)
  kill -9 "$(container_pid "$(pods_of breast-cancer | head -n 1)")"
  eventually 60 restarted_since "$before"
  is_ready_again
}
restarts() { kd get pods -l martello.dev/deployment=breast-cancer -o 'jsonpath={.items[0].status.containerStatuses[0].restartCount}'; }
restarted_since() { [ "$(restarts)" -gt "$1" ] || wrong "restarts: $(restarts)"; }

policy_spec() { kd get networkpolicy breast-cancer -o 'jsonpath={.spec}'; }
policy_edit_is_undone() {
  local before
  before=$(policy_spec)
  # the admission policy may refuse the edit at once; then there is nothing to undo
  kd patch networkpolicy breast-cancer --type=merge -p '{"spec":{"egress":[{}],"ingress":[{}]}}' || { expect "policy" "$before" "$(policy_spec)"; return; }
  eventually 30 policy_is "$before"
  eventually 20 stranger_is_kept_out
}
policy_is() { expect "policy" "$1" "$(policy_spec)"; }

service_edit_is_undone() {
  kd patch service breast-cancer --type=merge -p '{"spec":{"selector":{"role":"stranger"}}}' || return 0
  eventually 30 service_selects_us
  eventually 30 answers_client
}
service_selects_us() { expect "selector" breast-cancer "$(kd get service breast-cancer -o 'jsonpath={.spec.selector.martello\.dev/deployment}')"; }

scales_to_two_and_back() {
  kd scale mdeploy/breast-cancer --replicas=2
  eventually 120 ready_replicas 2
  expect "disruption budget" 1 "$(kd get pdb breast-cancer -o 'jsonpath={.spec.maxUnavailable}')"
  expect "endpoints" 2 "$(serving_addresses breast-cancer | wc -l)"
  kd scale mdeploy/breast-cancer --replicas=1
  eventually 120 ready_replicas 1
  eventually 30 no_budget
  is_ready_again
}
ready_replicas() { expect "ready replicas" "$1" "$(field breast-cancer '{.status.readyReplicas}')"; }
no_budget() { [ -z "$(kd get pdb breast-cancer --ignore-not-found -o name)" ]; }

# the new revision asks for a newer model than the image holds: the old one goes on serving
refused_update_leaves_the_old_one() {
  local before
  before=$(field breast-cancer '{.status.revision}')
  kd patch mdeploy breast-cancer --type=merge -p '{"spec":{"model":{"minimumVersion":"2.0.0"}}}'
  eventually 120 condition_is breast-cancer Stalled True
  condition_is breast-cancer Ready False
  condition_is breast-cancer Available True
  expect "reason" VersionTooOld "$(field breast-cancer '{.status.refused.reason}')"
  expect "serving revision" "$before" "$(field breast-cancer '{.status.revision}')"
  answers_client
}
going_back_heals() {
  kd patch mdeploy breast-cancer --type=merge -p '{"spec":{"model":{"minimumVersion":"1.0.0"}}}'
  eventually 120 condition_is breast-cancer Ready True
  expect "refused" "" "$(field breast-cancer '{.status.refused}')"
  eventually 60 condition_is breast-cancer Compliant True
  answers_client
}

# the new revision never gets its key: it has its time, then it goes to zero and the old one serves on
late_update_goes_to_zero() {
  local before late
  before=$(field breast-cancer '{.status.revision}')
  kd patch mdeploy breast-cancer --type=merge -p '{"spec":{"progressDeadlineSeconds":20,"decryptionKey":{"secretName":"not-there"}}}'
  eventually 90 condition_is breast-cancer Stalled True
  condition_is breast-cancer Available True
  expect "reason" SecretMissing "$(field breast-cancer '{.status.refused.reason}')"
  expect "serving revision" "$before" "$(field breast-cancer '{.status.revision}')"
  expect_in "results, newest first" "Refused Serving" "$(field breast-cancer '{.status.revisions[*].result}')"
  late=$(field breast-cancer '{.status.refused.revision}')
  eventually 30 no_pod_of_revision "$late"
  answers_client
}
no_pod_of_revision() { expect "pods of the late revision" "" "$(kd get pods -l "martello.dev/revision=$1" -o name)"; }
rollback_heals() {
  local patch
  patch=$(kd get mdeploy breast-cancer -o json | martello rollback) || return 1
  kd patch mdeploy breast-cancer --type=merge --patch-file=/dev/stdin <<<"$patch"
  eventually 120 condition_is breast-cancer Ready True
  expect "refused" "" "$(field breast-cancer '{.status.refused}')"
  kd patch mdeploy breast-cancer --type=merge -p '{"spec":{"progressDeadlineSeconds":600}}'
  eventually 60 condition_is breast-cancer Compliant True
  answers_client
}

nothing_is_written_at_rest() {
  local before
  sleep 5
  before=$(versions)
  sleep 20
  expect "resource versions after 20 s" "$before" "$(versions)"
}
versions() {
  kd get mdeploy,deployment,service,serviceaccount,networkpolicy,configmap,secret -l app.kubernetes.io/managed-by=martello \
    -o 'jsonpath={range .items[*]}{.kind}/{.metadata.name}@{.metadata.resourceVersion} {end}'
  kd get mdeploy breast-cancer -o 'jsonpath={.metadata.resourceVersion}'
}

check "a killed pod comes back and answers" pod_is_killed
check "a killed process comes back and answers" process_is_killed
check "an edited NetworkPolicy is undone" policy_edit_is_undone
check "an edited Service is undone" service_edit_is_undone
check "two replicas, a disruption budget, and back to one" scales_to_two_and_back
check "a refused update: Stalled, the old revision goes on answering" refused_update_leaves_the_old_one
check "going back heals it" going_back_heals
check "an update that is late goes to zero, the old revision goes on answering" late_update_goes_to_zero
check "martello rollback heals it" rollback_heals
check "an unchanged cluster is not written to" nothing_is_written_at_rest
