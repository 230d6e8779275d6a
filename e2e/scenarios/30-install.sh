# The operator from manifests/install.yaml, in a restricted namespace, with its own least rights
operator_account=system:serviceaccount:martello-system:martello-operator

with_our_images() { # file: the same with the images that were built here
  python3 - "$1" "$(reference operator)" "$(reference runtime)" <<'P'
import re, sys
text, operator, runtime = open(sys.argv[1]).read(), sys.argv[2], sys.argv[3]
zeros = "@sha256:" + "0" * 64
text, n = re.subn(r"martello\.dev/operator" + zeros, operator, text)
text, m = re.subn(r"martello\.dev/(?:inference-)?runtime" + zeros, runtime, text)
assert n == 1 and m == 1, f"placeholders found: operator {n}, runtime {m}"
assert zeros not in text, "a placeholder is left"
sys.stdout.write(text)
P
}

install_operator() {
  with_our_images "$root/manifests/install.yaml" >"$work/install.yaml"
  k apply --server-side -f "$work/install.yaml"
  k wait --for=condition=Established crd/modeldeployments.models.martello.dev crd/modeltrusts.models.martello.dev crd/complianceexceptions.models.martello.dev crd/complianceprofiles.models.martello.dev crd/compliancesummaries.models.martello.dev --timeout=60s
  k -n martello-system rollout status deployment/martello-operator --timeout=180s
}

operator_namespace_is_restricted() {
  expect "enforced standard" restricted \
    "$(k get namespace martello-system -o 'jsonpath={.metadata.labels.pod-security\.kubernetes\.io/enforce}')"
}

operator_may_not() { # verb: on Secrets, anywhere
  local where answer
  for where in demo martello-system kube-system; do
    answer=$(k auth can-i "$1" secrets "--as=$operator_account" -n "$where" || true)
    expect "may the operator $1 secrets in $where" no "$answer"
  done
}

operator_has_no_power_words() { # nothing by which a right could grow
  local verb resource subresource
  while read -r verb resource subresource; do
    expect "may the operator $verb $resource $subresource" no \
      "$(k auth can-i "$verb" "$resource" ${subresource:+--subresource="$subresource"} "--as=$operator_account" -n demo || true)"
  done <<'L'
create pods
create pods exec
create serviceaccounts token
bind clusterroles.rbac.authorization.k8s.io
escalate clusterroles.rbac.authorization.k8s.io
impersonate users
create rolebindings.rbac.authorization.k8s.io
update validatingadmissionpolicies.admissionregistration.k8s.io
delete modeldeployments.models.martello.dev
update modeldeployments.models.martello.dev
create modeltrusts.models.martello.dev
create complianceexceptions.models.martello.dev
create complianceprofiles.models.martello.dev
L
}

check "install.yaml is applied and the operator runs" install_operator
check "its namespace enforces the restricted standard" operator_namespace_is_restricted
for verb in get list watch update patch; do
  check "the operator may not $verb Secrets" operator_may_not $verb
done
check "the operator can't widen its own rights" operator_has_no_power_words
