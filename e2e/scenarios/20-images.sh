# Keys, sealed model, and the three images in the node's registry, by digest
make_keys() {
  keys "$work/keys"
  keys "$work/other-keys"
  for f in recipient.key.pem signer.key.pem; do
    expect "mode of $f" 600 "$(stat -c %a "$work/keys/$f")"
  done
}

seal_example() { seal breast-cancer 1.0.0 "$work/keys/recipient.pub.pem" "$work/keys" "$work/sealed"; }

sealed_model_verifies() {
  martello verify "$work/sealed" --public-key "$work/keys/signer.pub.pem"
  refused martello verify "$work/sealed" --public-key "$work/other-keys/signer.pub.pem"
  mkdir -p -m 700 "$work/plain"
  martello open "$work/sealed" --key "$work/keys/recipient.key.pem" --public-key "$work/keys/signer.pub.pem" --out "$work/plain/opened.onnx"
  cmp "$work/plain/opened.onnx" "$example/model.onnx"
}

same_digest_twice() { # runtime|operator: built again into a file, it is the image that was pushed
  local said
  rm -f "$work/$1.tar"
  said=$(martello image "$1" --to "tar:$work/$1.tar")
  echo "$said"
  expect "digest of the second build" "$(reference "$1" | last_digest)" "$(last_digest <<<"$said")"
  rm -f "$work/$1.tar"
}

# by readelf: no library is missing or superfluous, no file is of an unknown kind, the SBOM says what is there
only_what_is_needed() { # runtime|operator
  rm -rf "$work/layout-$1"
  martello image "$1" --to "oci:$work/layout-$1" --sbom "$work/sbom-$1.json"
  python3 "$e2e/lib/image_files.py" "$work/layout-$1" "$work/sbom-$1.json"
  rm -rf "$work/layout-$1"
}

# needs Debian's archive, which the node's network does not have: a first build outside fills the cache
fill_image_cache() {
  martello image runtime --to "tar:$work/runtime.tar"
  martello image operator --to "tar:$work/operator.tar"
  rm -f "$work"/{runtime,operator}.tar
}

check "keys are made, private ones for the owner only" make_keys
check "the example is sealed" seal_example
check "the sealed model verifies, not for another signer, and opens to the same bytes" sealed_model_verifies
check "the images of runtime and operator are built" fill_image_cache
check "the runtime's image is pushed" push runtime runtime
check "the operator's image is pushed" push operator operator
check "the model's image is pushed" push breast-cancer model "$work/sealed"
check "the runtime's image built again has the same digest" same_digest_twice runtime
check "the operator's image built again has the same digest" same_digest_twice operator
check "the runtime's image holds what it needs and no more, as its SBOM says" only_what_is_needed runtime
check "the operator's image holds what it needs and no more, as its SBOM says" only_what_is_needed operator
