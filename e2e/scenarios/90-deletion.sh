# Deleting leaves nothing: no object with our label, no process, no mount
deleted_without_a_trace() {
  local uids uid
  uids=$(kd get pods -l app.kubernetes.io/managed-by=martello -o 'jsonpath={.items[*].metadata.uid}')
  [ -n "$uids" ] || { wrong "no pod was running before"; return 1; }
  grep -q "${uids%% *}" /proc/mounts || { wrong "the pod's mounts can't be seen from here, so their absence would prove nothing"; return 1; }
  [ -n "$(processes_of "${uids%% *}")" ] || { wrong "the pod's processes can't be seen from here"; return 1; }
  kd delete mdeploy --all --timeout=60s
  eventually 90 no_labelled_object
  for uid in $uids; do
    eventually 30 no_process_of "$uid"
    eventually 60 no_mount_of "$uid"
  done
}
no_labelled_object() {
  local left kinds
  kinds=$(k api-resources --verbs=list --namespaced -o name | grep -v '^events' | paste -sd,)
  left=$(k get "$kinds" -A -l app.kubernetes.io/managed-by=martello,martello.dev/deployment -o name --ignore-not-found)
  [ -z "$left" ] || wrong "left over: $left"
}
no_process_of() { [ -z "$(processes_of "$1")" ] || wrong "still running: $(processes_of "$1")"; }
no_mount_of() { ! grep "$1" /proc/mounts; }

operator_is_still_well() {
  k -n martello-system rollout status deployment/martello-operator --timeout=30s
  local restarts
  restarts=$(k -n martello-system get pods -l app.kubernetes.io/name=martello-operator -o 'jsonpath={.items[*].status.containerStatuses[*].restartCount}')
  expect "restarts of the operator" 0 "$restarts"
}

check "deleting the resources leaves no object, no process, no mount" deleted_without_a_trace
check "the operator never restarted" operator_is_still_well
