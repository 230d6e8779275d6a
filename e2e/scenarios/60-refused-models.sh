# Models and keys that must be refused: a clear Stalled status, zero replicas, no serving pod
flip_byte() { # file offset: every bit of that byte
  python3 - "$1" "$2" <<'P'
import sys
path, at = sys.argv[1], int(sys.argv[2])
data = bytearray(open(path, "rb").read())
data[at] ^= 0xFF
open(path, "wb").write(data)
P
}

tampered_image() { # name file offset: the sealed example with one byte flipped, as an image of its own
  rm -rf "$work/$1"
  cp -r "$work/sealed" "$work/$1"
  flip_byte "$work/$1/$2" "$3"
  push "$1" model "$work/$1"
}

is_stalled_and_scaled_to_zero() { # deployment reason|reason
  local reason
  condition_is "$1" Stalled True || return 1
  reason=$(field "$1" '{.status.refused.reason}')
  [[ $reason =~ ^($2)$ ]] || { wrong "refused for '$reason', not $2"; return 1; }
  expect "replicas" "0" "$(kd get deployments -l "martello.dev/deployment=$1" -o 'jsonpath={.items[*].spec.replicas}')" || return 1
  no_pods "$1"
}

is_refused_for_good() { # deployment image secret reason words
  local message
  deployment "$1" "$2" "$3" | k apply -f -
  eventually 150 is_stalled_and_scaled_to_zero "$1" "$4"
  serves_nothing "$1"
  condition_is "$1" Ready False
  condition_is "$1" Available False
  condition_is "$1" Compliant False || condition_is "$1" Compliant Unknown
  message=$(condition "$1" Stalled message)
  echo "says: $message"
  expect_in "the Stalled condition" "$5" "$message"
  sleep 5 # and it stays so: no new pod, no restart
  no_pods "$1"
  condition_is "$1" Stalled True
  forget "$1"
}

flipped() { # file offset reason words
  local name
  name=flipped-$(tr -c 'a-z0-9\n' - <<<"${1%.*}")
  tampered_image "$name" "$1" "$2"
  is_refused_for_good "$name" "$(reference "$name")" breast-cancer-key "$3" "$4"
}

wrong_key() {
  secret_from other-key "$work/other-keys/recipient.key.pem"
  is_refused_for_good wrong-key "$(reference breast-cancer)" other-key KeyDoesNotOpen martello.key
}

malformed_key() {
  echo "not a key" >"$work/not-a-key"
  secret_from malformed-key "$work/not-a-key"
  is_refused_for_good malformed-key "$(reference breast-cancer)" malformed-key KeyMalformed martello.key
}

wrong_signer() {
  seal breast-cancer 1.0.0 "$work/keys/recipient.pub.pem" "$work/other-keys" "$work/sealed-by-another"
  push sealed-by-another model "$work/sealed-by-another"
  is_refused_for_good wrong-signer "$(reference sealed-by-another)" breast-cancer-key SignerUnknown ModelTrust
}

another_model() {
  seal heart-disease 1.0.0 "$work/keys/recipient.pub.pem" "$work/keys" "$work/sealed-heart-disease"
  push heart-disease model "$work/sealed-heart-disease"
  is_refused_for_good another-model "$(reference heart-disease)" breast-cancer-key NameMismatch heart-disease
}

missing_file() {
  rm -rf "$work/no-signature"
  cp -r "$work/sealed" "$work/no-signature"
  rm "$work/no-signature/model.sig"
  # the command refuses to make such an image; if it can be made, the runtime refuses it
  expect_in "martello image model" model.sig "$(refused martello image model "$work/no-signature" --to "tar:$work/no-signature.tar")"
}

check "a byte flipped in model.onnx.enc" flipped model.onnx.enc 500 CiphertextAltered model.onnx.enc
check "a byte flipped in model.key.p7m" flipped model.key.p7m 200 FilesDoNotMatch model.key.p7m
check "a byte flipped in manifest.json" flipped manifest.json 30 FilesDoNotMatch manifest.json
check "a byte flipped in model.sig" flipped model.sig 60 "FileMalformed|SignatureInvalid" model.sig
check "the wrong key" wrong_key
check "a file that is no key" malformed_key
check "the wrong signer" wrong_signer
check "another model by the same signer" another_model
check "no image is made of a directory without its signature" missing_file
