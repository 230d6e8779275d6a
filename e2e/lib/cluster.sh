# Words for asking the cluster.
eval "$("$testbed" env)"
group=models.martello.dev
registry_push=192.0.2.1:5000 registry_pull=registry.testbed:5000

in_node() { nsenter --net="/run/netns/$TESTBED_NS" "$@"; }
k() { in_node kubectl "$@"; }
kd() { k -n demo "$@"; }

field() { # deployment jsonpath
  kd get mdeploy "$1" -o "jsonpath=$2"
}
condition() { # deployment type [status|reason|message]
  field "$1" "{.status.conditions[?(@.type==\"$2\")].${3:-status}}"
}
condition_is() { # deployment type status
  local now
  now=$(condition "$1" "$2")
  [ "$now" = "$3" ] || wrong "$2 of $1 is '$now' ($(condition "$1" "$2" reason): $(condition "$1" "$2" message)), not $3"
}

finding_is() { # deployment control finding reason
  local now
  now=$(field "$1" "{.status.compliance.controls[?(@.id==\"$2\")].finding} {.status.compliance.controls[?(@.id==\"$2\")].reason}")
  [ "$now" = "$3 $4" ] || wrong "$2 of $1 is '$now', not '$3 $4': $(field "$1" "{.status.compliance.controls[?(@.id==\"$2\")].evidence}")"
}

# Both pods of the same client image: `client` has the label that the example lets in, `stranger` has not.
client() { kd exec client -- /client "$@"; }
stranger() { kd exec stranger -- /client "$@"; }

serving_addresses() { # deployment: the ready endpoints of its Service; a slice without endpoints has null there
  kd get endpointslices -l "kubernetes.io/service-name=$1" -o 'go-template={{range .items}}{{range .endpoints}}{{if .conditions.ready}}{{index .addresses 0}}{{"\n"}}{{end}}{{end}}{{end}}'
}
serves_nothing() { # deployment
  local ready
  ready=$(serving_addresses "$1")
  [ -z "$ready" ] || wrong "$1 has ready endpoints: $ready"
}
pods_of() { # deployment
  kd get pods -l "martello.dev/deployment=$1" -o 'jsonpath={range .items[*]}{.metadata.name}{"\n"}{end}'
}
no_pods() { # deployment
  local pods
  pods=$(pods_of "$1")
  [ -z "$pods" ] || wrong "$1 still has pods: $pods"
}

container_pid() { # pod: its process as the node sees it
  local id
  id=$(kd get pod "$1" -o 'jsonpath={.status.containerStatuses[0].containerID}')
  in_node ctr -a "${KUBECONFIG%/*}/cri/containerd.sock" -n k8s.io tasks ls 2>/dev/null |
    awk -v id="${id#containerd://}" '$1 == id {print $2; found = 1} END {exit !found}'
}
processes_of() { # pod uid: by their control group, as the node sees them
  grep -l "pod$1" /proc/[0-9]*/cgroup 2>/dev/null | cut -d/ -f3
}

# Everything one wants to see after a failure.
diagnose() {
  echo; echo "---- the cluster at that moment"
  k get nodes,pods -A -o wide
  k get mdeploy,mtrust -A -o yaml | grep -v '^ *f:'
  kd get deployments,services,endpointslices,networkpolicies,pdb,configmaps,secrets -o wide
  k get events -A --sort-by=.lastTimestamp | tail -n 40
  k -n martello-system describe pods | tail -n 60
  k -n martello-system logs deployment/martello-operator --tail=150
  local pod
  for pod in $(kd get pods -l app.kubernetes.io/managed-by=martello -o name); do
    echo "---- $pod"
    kd get "$pod" -o 'jsonpath={.status}{"\n"}'
    kd logs "$pod" --tail=60 || true
    kd logs "$pod" --tail=60 --previous 2>/dev/null || true
  done
}
