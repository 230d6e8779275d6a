# Every YAML of examples/features; the model of the first two is in ONNX Runtime's own format, so memory can be strict
own_digest() { martello inspect "$work/sealed-for-two" --output json | last_digest_of digest; }
last_digest_of() { python3 -c 'import json,sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }

seal_for_two_recipients() {
  martello keygen --type kek --out "$work/keys"
  seal breast-cancer 1.0.0 "$work/keys/recipient.pub.pem" "$work/keys" "$work/sealed-for-two" --recipient "$work/keys/recipient.kek" --format ort
  kd create configmap breast-cancer-model "--from-file=$work/sealed-for-two"
  secret_from breast-cancer-kek "$work/keys/recipient.kek"
  own_digest >"$work/own-digest"
}

feature() { # file name
  sed "s/sha256:0\{64\}/$(cat "$work/own-digest")/" "$root/examples/features/$1.yaml" | k apply -f -
  kd wait --for=condition=Ready "mdeploy/$2" --timeout=150s
}
answers() { # deployment
  expect_in "the answer" '"probabilities"' "$(client -ca /callers/ca.crt -d "$(cat "$example/record.json")" "https://$1.demo.svc/v2/models/breast-cancer/infer")"
}

configmap_source() {
  feature configmap-source from-configmap
  answers from-configmap
  eventually 30 opened_with_kek # the status says so once the pod's evidence has been read
  forget from-configmap
}
opened_with_kek() { expect_in "the key's id" kek: "$(field from-configmap '{.status.model.recipientKeyId}')"; }

volume_source() {
  local volume=${KUBECONFIG%/*}/volume # a directory of the node
  rm -rf "$volume" && mkdir -p "$volume/breast-cancer"
  cp -r "$work/sealed-for-two" "$volume/breast-cancer/1.0.0"
  chmod -R a+rX "$volume"
  k apply -f - <<Y
apiVersion: v1
kind: PersistentVolume
metadata: {name: models}
spec:
  capacity: {storage: 1Gi}
  accessModes: [ReadOnlyMany]
  storageClassName: by-hand
  persistentVolumeReclaimPolicy: Retain
  hostPath: {path: $volume, type: Directory}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: models, namespace: demo}
spec: {accessModes: [ReadOnlyMany], storageClassName: by-hand, volumeName: models, resources: {requests: {storage: 1Gi}}}
Y
  feature volume-source from-volume
  answers from-volume
  forget from-volume
}

certificate() { # name subject-alternative-name, of the callers' CA
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$work/$1.key" -out "$work/$1.csr" -subj "/CN=$1" 2>/dev/null
  openssl x509 -req -in "$work/$1.csr" -CA "$work/callers-ca.crt" -CAkey "$work/callers-ca.key" -CAcreateserial -days 1 -out "$work/$1.crt" \
    -extfile <(printf 'subjectAltName=%s\nextendedKeyUsage=clientAuth\n' "$2") 2>/dev/null
}
call_as() { # curl arguments: from the client pod's network, to client-certificates
  client_network curl -sS --max-time 10 --resolve "client-certificates.demo.svc:443:$(kd get service client-certificates -o 'jsonpath={.spec.clusterIP}')" \
    --cacert "$work/ca.crt" -o "$work/answer" -w '%{http_code}' -d "@$example/record.json" "$@" https://client-certificates.demo.svc/v2/models/breast-cancer/infer
}
client_certificates() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$work/callers-ca.key" -out "$work/callers-ca.crt" -days 1 -subj /CN=callers 2>/dev/null
  certificate checkout URI:spiffe://example.org/ns/shop/sa/checkout
  certificate intruder URI:spiffe://example.org/ns/shop/sa/intruder
  kd create configmap callers-ca "--from-file=ca.crt=$work/callers-ca.crt" --dry-run=client -o yaml | k apply -f -
  feature client-certificates client-certificates
  expect "status for the named one" 200 "$(call_as --cert "$work/checkout.crt" --key "$work/checkout.key")"
  expect "status for another of the same CA" 403 "$(call_as --cert "$work/intruder.crt" --key "$work/intruder.key")"
  refused call_as # none at all: the handshake fails
  forget client-certificates
}

limited_call() { # certificate body: from the client pod's network, to caller-limits
  client_network curl -sS --max-time 10 --resolve "caller-limits.demo.svc:443:$(kd get service caller-limits -o 'jsonpath={.spec.clusterIP}')" \
    --cacert "$work/ca.crt" --cert "$work/$1.crt" --key "$work/$1.key" -o "$work/answer" -w '%{http_code}' -d "$2" \
    https://caller-limits.demo.svc/v2/models/breast-cancer/infer
}
rows() { # count: that many rows of 30 numbers
  python3 -c 'import json,sys; n=int(sys.argv[1]); print(json.dumps({"inputs":[{"name":"features","datatype":"FP32","shape":[n,30],"data":[1]*30*n}]}, separators=(",", ":")))' "$1"
}
caller_limits() {
  certificate partner URI:spiffe://example.org/ns/partners/sa/batch
  feature caller-limits caller-limits
  expect "status for a partner" 200 "$(limited_call partner "$(rows 600)")"
  expect_in "a partner's answer" '"label"' "$(cat "$work/answer")"
  grep -q '"probabilities"' "$work/answer" && wrong "a partner sees probabilities"
  expect "status for a partner whose rows are used up" 429 "$(limited_call partner "$(rows 1)")"
  expect "status for another" 200 "$(limited_call checkout "$(rows 600)")"
  expect_in "another's answer" '"probabilities"' "$(cat "$work/answer")"
  expect_in "the log" '"limits":"partners","refusal":"RateLimited"' "$(kd logs -l martello.dev/deployment=caller-limits --tail=-1)"
  forget caller-limits
}

caller_pod() { # a pod of the service account checkout, with a token for the one deployment
  k apply -f - <<Y
apiVersion: v1
kind: Pod
metadata: {name: caller, namespace: demo, labels: {role: client}}
spec:
  serviceAccountName: checkout
  automountServiceAccountToken: false
  terminationGracePeriodSeconds: 0
  securityContext: {runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000, seccompProfile: {type: RuntimeDefault}}
  containers:
  - name: client
    image: testbed.local/client:1
    imagePullPolicy: Never
    args: [-sleep]
    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}, readOnlyRootFilesystem: true}
    resources: {limits: {cpu: 50m, memory: 64Mi}}
    volumeMounts: [{name: martello, mountPath: /martello, readOnly: true}]
  volumes:
  - name: martello
    projected: {sources: [{serviceAccountToken: {audience: "martello:demo/service-account-tokens", expirationSeconds: 3600, path: token}}]}
Y
  kd wait --for=condition=Ready pod/caller --timeout=60s
}
token_for() { # audience service-account pod: as the kubelet asks for it
  kd create token "$2" --audience "$1" --duration 1h --bound-object-kind Pod --bound-object-name "$3"
}
call_with() { # [token]: from the client pod's network, to service-account-tokens
  local shown=()
  [ $# = 0 ] || shown=(-H "Authorization: Bearer $1")
  client_network curl -sS --max-time 10 --resolve "service-account-tokens.demo.svc:443:$(kd get service service-account-tokens -o 'jsonpath={.spec.clusterIP}')" \
    --cacert "$work/ca.crt" -o "$work/answer" -w '%{http_code}' -d "@$example/record.json" "${shown[@]}" https://service-account-tokens.demo.svc/v2/models/breast-cancer/infer
}
service_account_tokens() {
  local ours=martello:demo/service-account-tokens token
  feature service-account-tokens service-account-tokens
  caller_pod
  token=$(cat "/proc/$(container_pid caller)/root/martello/token")
  expect "status for the mounted token" 200 "$(call_with "$token")"
  expect_in "the answer" '"probabilities"' "$(cat "$work/answer")"
  expect "status without a token" 401 "$(call_with)"
  expect "status for a token with another signature" 401 "$(call_with "${token%????}AAAA")"
  expect "status for a token of another audience" 401 "$(call_with "$(token_for martello:demo/other checkout caller)")"
  expect "status for a token that is bound to nothing" 401 "$(call_with "$(kd create token checkout --audience "$ours" --duration 1h)")"
  expect_in "the reason" 'bound to no pod' "$(cat "$work/answer")"
  expect "status for another service account" 403 "$(call_with "$(token_for "$ours" default client)")"
  expect_in "the log" '"caller":"system:serviceaccount:demo:checkout"' "$(kd logs -l martello.dev/deployment=service-account-tokens --tail=-1)"
  kd delete pod caller --wait=false
  forget service-account-tokens
}

check "a model sealed for two recipients, in a ConfigMap" seal_for_two_recipients
check "configmap-source.yaml answers, opened with a key-encryption key" configmap_source
check "volume-source.yaml answers, in strict memory" volume_source
check "client-certificates.yaml lets in the named caller only" client_certificates
check "caller-limits.yaml shows each group what is meant for it" caller_limits
check "service-account-tokens.yaml lets in the listed service account by its mounted token only" service_account_tokens
