# Keys, sealed models, their images, and the ModelDeployments of the refusals.
work=$target/work
example=$root/examples/breast-cancer

martello() { "$root/cli/target/martello" "$@"; }
martello_in_node() { in_node "$root/cli/target/martello" "$@"; }

keep_reference() { mkdir -p "$work/references"; echo "$2" >"$work/references/$1"; }
reference() { cat "$work/references/$1"; }

last_digest() { grep -o 'sha256:[0-9a-f]\{64\}' | tail -n 1; }

keys() { # directory
  mkdir -p "$1"
  martello keygen --type p256 --out "$1"
  martello keygen --type signing --out "$1"
}

seal() { # name version recipient signer-directory out [more arguments]
  local name=$1 version=$2 recipient=$3 signer=$4 out=$5
  shift 5
  rm -rf "$out"
  local commit=() at
  at=$(git -C "$root" log -1 --format=%H -- "$example/train.py" 2>/dev/null) || at=''
  [ -z "$at" ] || commit=(--training-commit "$at")
  martello seal "$example/model.onnx" --name "$name" --version "$version" \
    --provenance "$example/provenance.json" "${commit[@]}" --evaluation "$example/evaluation.json" \
    --recipient "$recipient" --signing-key "$signer/signer.key.pem" --out "$out" "$@"
}

# Pushes into the node's registry and keeps the reference by which pods pull it.
push() { # name runtime|operator|model [directory]
  local name=$1 said digest
  shift
  said=$(martello_in_node image "$@" --to "$registry_push/martello/$name" --insecure-registry)
  echo "$said"
  digest=$(last_digest <<<"$said")
  [ -n "$digest" ] || { wrong "martello image $1 printed no digest"; return 1; }
  keep_reference "$name" "$registry_pull/martello/$name@$digest"
}

secret_from() { # secret-name file [item]
  kd create secret generic "$1" "--from-file=${3:-martello.key}=$2" --dry-run=client -o yaml | k apply -f -
}

# The example's YAML with its two placeholders filled in.
example_filled() { # image-reference signer.pub.pem
  python3 - "$example/deployment.yaml" "$@" <<'P'
import re, sys
text, image, pem = open(sys.argv[1]).read(), sys.argv[2], open(sys.argv[3]).read()
text, n = re.subn(r"registry\.example\.com/\S+@sha256:0{64}", image, text)
block = "".join("      " + line + "\n" for line in pem.strip().splitlines())
text, m = re.subn(r" *-----BEGIN PUBLIC KEY-----\n *REPLACE\n *-----END PUBLIC KEY-----\n", block, text)
assert n == 1 and m == 1, "the example has other placeholders than expected"
sys.stdout.write(text)
P
}

# A small ModelDeployment of the namespace demo.
deployment() { # name image-reference secret-name
  cat <<Y
apiVersion: models.martello.dev/v1alpha1
kind: ModelDeployment
metadata: {name: $1, namespace: demo}
spec:
  model:
    name: breast-cancer
    source: {image: {reference: "$2"}}
  decryptionKey: {secretName: $3}
  resources: {limits: {cpu: 250m, memory: 384Mi}}
  access: {from: [{podSelector: {matchLabels: {role: client}}}]}
Y
}

forget() { # deployment
  kd delete mdeploy "$1" --ignore-not-found --wait=false
  eventually 90 no_pods "$1"
}
