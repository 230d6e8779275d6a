# The example: Ready, Compliant, answering the pod that the policy lets in and nobody else
url=https://breast-cancer.demo.svc

restricted_namespace() {
  k create namespace demo --dry-run=client -o yaml | k apply -f -
  k label --overwrite namespace demo pod-security.kubernetes.io/enforce=restricted
}

apply_example() {
  secret_from breast-cancer-key "$work/keys/recipient.key.pem"
  example_filled "$(reference breast-cancer)" "$work/keys/signer.pub.pem" >"$work/example.yaml"
  k apply -f "$work/example.yaml"
  kd wait --for=condition=Ready mdeploy/breast-cancer --timeout=180s
}

start_clients() {
  kd get configmap breast-cancer-ca -o 'jsonpath={.data.ca\.crt}' >"$work/ca.crt"
  openssl x509 -in "$work/ca.crt" -noout -subject
  k apply -f "$e2e/lib/clients.yaml"
  kd wait --for=condition=Ready pod/client pod/stranger --timeout=120s
}

becomes_compliant() {
  local status=0
  kd wait --for=condition=Compliant mdeploy/breast-cancer --timeout=180s || status=$?
  kd get mdeploy breast-cancer -o wide
  field breast-cancer '{range .status.compliance.controls[*]}{.id}{"\t"}{.control}{"\t"}{.finding}{"\t"}{.reason}{"\t"}{.evidence}{"\n"}{end}'
  return $status
}

every_condition_is_true() {
  local not_true
  field breast-cancer '{range .status.conditions[*]}{.type}{"="}{.status}{" "}{.reason}{": "}{.message}{"\n"}{end}' | tee "$work/conditions"
  not_true=$(grep -v '=True ' "$work/conditions" || true)
  [ -z "$not_true" ] || { wrong "not True: $not_true"; return 1; }
  for type in Accepted Applied Available Ready ModelVerified ModelEncrypted TrafficEncrypted PodHardened NetworkIsolated \
    LeastPrivilege ResourcesBounded AccuracyValidated ConfigurationManaged AuditRecorded Compliant; do
    grep -q "^$type=True " "$work/conditions" || { wrong "$type is not reported"; return 1; }
  done
}

score_is_full_and_at_least_ten() {
  local score n m
  score=$(field breast-cancer '{.status.compliance.score}')
  n=${score%/*} m=${score#*/}
  echo "score $score"
  expect "satisfied" "$m" "$n"
  [ "$n" -ge 10 ] || wrong "only $n controls are counted"
}

answers_client() {
  local answer
  answer=$(client -ca /callers/ca.crt -d "$(cat "$example/record.json")" "$url/v2/models/breast-cancer/infer")
  echo "$answer"
  python3 - "$answer" <<'P'
import json, sys
answer = json.loads(sys.argv[1])
out = {o["name"]: o for o in answer["outputs"]}
assert answer["model_name"] == "breast-cancer" and answer["id"] == "example-1", answer
assert out["label"]["datatype"] == "INT64" and out["label"]["data"] == [0], "the record is a malignant one: label 0"
p = out["probabilities"]["data"]
assert len(p) == 2 and p[0] > 0.99 and abs(sum(p) - 1) < 1e-5, p
P
}

metadata_and_health() {
  local said path
  for path in /v2 /v2/health/live /v2/health/ready /v2/models/breast-cancer/ready; do
    said=$(client -ca /callers/ca.crt "$url$path" 2>&1)
    echo "$path: $said"
    expect_in "$path" "200 TLS 1.3" "$said"
  done
  said=$(client -ca /callers/ca.crt "$url/v2/models/breast-cancer")
  expect_in "model metadata" '"features"' "$said"
}

bad_requests_say_what() {
  local said
  said=$(refused client -ca /callers/ca.crt -d '{"inputs":[{"name":"wrong","shape":[1,30],"datatype":"FP32","data":[0]}]}' "$url/v2/models/breast-cancer/infer")
  expect_in "a tensor of another name" features "$said"; expect_in "status" " 400 " "$said"
  said=$(refused client -ca /callers/ca.crt -d '{"inputs":[{"name":"features","shape":[1,29],"datatype":"FP32","data":[0]}]}' "$url/v2/models/breast-cancer/infer")
  expect_in "status" " 400 " "$said"
  said=$(refused client -ca /callers/ca.crt -d "$(printf '[%.0s' {1..2000})" "$url/v2/models/breast-cancer/infer")
  expect_in "status of deep JSON" " 400 " "$said"
  said=$(refused client -ca /callers/ca.crt "$url/v2/models/another")
  expect_in "status of another model" " 404 " "$said"
}

client_network() { # command...: in the network of the client pod, with the host's own programs
  nsenter --net -t "$(container_pid client)" "$@"
}

answers_curl() { # a client that we did not write
  local ip
  ip=$(kd get service breast-cancer -o 'jsonpath={.spec.clusterIP}')
  client_network curl -sS --fail-with-body --max-time 10 --resolve "breast-cancer.demo.svc:443:$ip" --cacert "$work/ca.crt" \
    -H 'content-type: application/json' -d "@$example/record.json" "$url/v2/models/breast-cancer/infer"
  refused client_network curl -sS --max-time 10 --resolve "breast-cancer.demo.svc:443:$ip" --cacert "$work/ca.crt" --tls-max 1.2 "$url/v2"
  refused client_network curl -sS --max-time 10 --resolve "breast-cancer.demo.svc:443:$ip" "$url/v2" # CA not known
  refused client_network curl -sS --fail --max-time 10 --resolve "breast-cancer.demo.svc:443:$ip" "http://breast-cancer.demo.svc:443/v2"
}

management_port_is_closed_to_callers() {
  expect_in "management port" timeout "$(refused client -tcp "$(serving_addresses breast-cancer | head -n 1):9443")"
}

stranger_is_kept_out() { expect_in "connection" timeout "$(refused stranger -tcp breast-cancer.demo.svc:443)"; }
stranger_gets_in() { stranger -ca /callers/ca.crt "$url/v2"; }

# the policy and nothing else: without it, and with nobody to restore it, the same pod gets through
policy_is_the_reason() {
  k -n martello-system scale deployment/martello-operator --replicas=0
  k -n martello-system wait --for=delete pod -l app.kubernetes.io/name=martello-operator --timeout=60s
  kd delete networkpolicy breast-cancer
  eventually 20 stranger_gets_in
}
operator_restores_policy() {
  k -n martello-system scale deployment/martello-operator --replicas=1
  k -n martello-system rollout status deployment/martello-operator --timeout=120s
  eventually 60 stranger_is_kept_out
  answers_client
}

traces_back() { # everything but what the repository does not hold: the data set, which scikit-learn ships
  local pod status=0
  pod=$(kd get pods -l martello.dev/deployment=breast-cancer -o 'jsonpath={.items[0].metadata.name}')
  kd get "pod/$pod" mdeploy/breast-cancer -o json >"$work/running.json"
  martello trace "$work/running.json" --model "$work/sealed" --public-key "$work/keys/signer.pub.pem" --source "$example" \
    --output json >"$work/trace.json" || status=$?
  cat "$work/trace.json"
  expect "exit code" 3 "$status"
  python3 - "$work/trace.json" <<'P'
import json, sys
states = {link["link"]: link["state"] for link in json.load(open(sys.argv[1]))}
wanted = dict.fromkeys(["pod", "model digest", "signature", "manifest", "training code", "training commit",
                        "environment lock", "evaluation report"], "holds")
assert states == {**wanted, "optimization": "none", "dataset": "unchecked"}, states
P
}

check "a restricted namespace" restricted_namespace
check "the example becomes Ready" apply_example
check "two client pods start, with the CA from ConfigMap breast-cancer-ca" start_clients
check "the example becomes Compliant" becomes_compliant
check "every condition is there and True" every_condition_is_true
check "the score is n/n, n at least 10" score_is_full_and_at_least_ten
check "the client pod gets the right answer by the Service's name" answers_client
check "health and metadata over TLS 1.3" metadata_and_health
check "bad requests are refused in words" bad_requests_say_what
check "curl gets the answer; TLS 1.2, plain text and an unknown CA get none" answers_curl
check "the pod is traced back to training code, commit and evaluation" traces_back
check "the client pod does not reach the management port" management_port_is_closed_to_callers
check "a pod without the label is kept out" eventually 10 stranger_is_kept_out
check "without policy and operator the same pod gets in" policy_is_the_reason
check "the operator, back again, restores the policy" operator_restores_policy
