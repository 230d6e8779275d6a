# The audit trail on a volume: manifests/overlays/audit-volume over the operator that runs
audit_volume=${KUBECONFIG%/*}/audit # a directory of the node

mount_audit_volume() {
  rm -rf "$audit_volume" && mkdir -p "$audit_volume" && chmod 777 "$audit_volume"
  k apply -f - <<Y
apiVersion: v1
kind: PersistentVolume
metadata: {name: audit}
spec:
  capacity: {storage: 1Gi}
  accessModes: [ReadWriteOnce]
  persistentVolumeReclaimPolicy: Retain
  claimRef: {namespace: martello-system, name: martello-audit}
  hostPath: {path: $audit_volume, type: Directory}
Y
  k kustomize "$root/manifests/overlays/audit-volume" >"$work/overlay.yaml"
  with_our_images "$work/overlay.yaml" | k apply --server-side -f -
  k -n martello-system rollout status deployment/martello-operator --timeout=180s
}

decisions_are_on_it() {
  sed 's/^spec:$/&\n  suspend: true/' "$root/examples/features/configmap-source.yaml" | k apply -f -
  eventually 60 on_the_volume from-configmap
  kd delete mdeploy from-configmap
}
on_the_volume() { grep -q "\"decision\":\"Created\".*$1" "$audit_volume"/audit-*.jsonl; }

the_file_verifies() {
  k -n martello-system get configmap martello-audit-head -o json >"$work/audit-head.json"
  kd get configmap breast-cancer-ca -o 'jsonpath={.data.ca\.crt}' >"$work/operator-ca.crt"
  martello audit verify --head "$work/audit-head.json" --ca "$work/operator-ca.crt" "$audit_volume"/audit-*.jsonl
  sed '0,/from-configmap/s//another/' "$audit_volume"/audit-*.jsonl >"$work/changed.jsonl"
  refused martello audit verify --head "$work/audit-head.json" --ca "$work/operator-ca.crt" "$work/changed.jsonl"
}

back_without_it() {
  k apply --server-side -f "$work/install.yaml"
  k -n martello-system rollout status deployment/martello-operator --timeout=180s
  k -n martello-system delete persistentvolumeclaim martello-audit --timeout=60s
  k delete persistentvolume audit --timeout=60s
}

check "the overlay is applied and the operator runs" mount_audit_volume
check "a decision is in the volume's file" decisions_are_on_it
check "martello audit verify takes the file, and not a changed one" the_file_verifies
check "install.yaml takes the volume away again" back_without_it
