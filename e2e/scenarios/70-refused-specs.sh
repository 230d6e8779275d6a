# Specs that must be refused, by the API server or by Accepted=False
the_api_server_says() { # words, YAML on stdin
  expect_in "the API server" "$1" "$(refused k apply -f -)"
}

accelerator() {
  deployment accelerated "$(reference breast-cancer)" breast-cancer-key |
    sed 's/limits: {cpu/limits: {"nvidia.com\/gpu": "1", cpu/' | the_api_server_says "Martello serves on CPU only"
}
image_without_digest() {
  deployment tagged registry.testbed:5000/martello/breast-cancer:latest breast-cancer-key | the_api_server_says "named by its digest"
}
two_sources() {
  deployment twofold "$(reference breast-cancer)" breast-cancer-key |
    sed 's/source: {/source: {configMap: {name: x}, /' | the_api_server_says "exactly one of"
}
unknown_field() {
  deployment misspelt "$(reference breast-cancer)" breast-cancer-key | sed 's/  access:/  acess:/' | the_api_server_says acess
}
identities_without_ca() {
  deployment unbelieved "$(reference breast-cancer)" breast-cancer-key |
    sed 's/access: {/access: {identities: [spiffe:\/\/example.org\/a], /' | the_api_server_says clientCA
}
image_in_the_spec() { # which image runs is not the user's word
  deployment own-image "$(reference breast-cancer)" breast-cancer-key | sed 's/^  access:/  image: evil\n&/' | the_api_server_says image
}

runtime_not_on_the_list() {
  { deployment unlisted "$(reference breast-cancer)" breast-cancer-key; echo "  runtime: somebodys-own"; } | k apply -f -
  eventually 60 condition_is unlisted Accepted False
  expect_in "Accepted" somebodys-own "$(condition unlisted Accepted message)"
  condition_is unlisted Ready False
  condition_is unlisted Stalled True
  no_pods unlisted
  forget unlisted
}

nobody_is_trusted_without_modeltrust() {
  kd delete modeltrust data-science
  deployment untrusted "$(reference breast-cancer)" breast-cancer-key | k apply -f -
  eventually 60 condition_is untrusted Accepted False
  expect_in "Accepted" ModelTrust "$(condition untrusted Accepted message)"
  serves_nothing untrusted
  forget untrusted
  k apply -f "$work/example.yaml"
  eventually 120 condition_is breast-cancer Ready True
}

private_key_in_modeltrust() {
  the_api_server_says "never a private key" <<Y
apiVersion: models.martello.dev/v1alpha1
kind: ModelTrust
metadata: {name: careless, namespace: demo}
spec:
  signers:
  - name: careless
    publicKey: |
$(sed 's/^/      /' "$work/keys/signer.key.pem")
Y
}

check "an accelerator asked for" accelerator
check "a model image without a digest" image_without_digest
check "two sources at once" two_sources
check "a misspelt field" unknown_field
check "identities without a client CA" identities_without_ca
check "an image of one's own" image_in_the_spec
check "a private key in a ModelTrust" private_key_in_modeltrust
check "a runtime that is not on the allow-list" runtime_not_on_the_list
check "without a ModelTrust nothing is trusted" nobody_is_trusted_without_modeltrust
