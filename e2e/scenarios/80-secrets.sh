# The key's Secret: not there yet, without its item, arriving late
says_it_waits() { # deployment words...: somewhere in its conditions
  local all word
  all=$(field "$1" '{range .status.conditions[*]}{.type}={.status} {.reason}: {.message}{"\n"}{end}')
  echo "$all"
  for word in "${@:2}"; do [[ $all == *"$word"* ]] || { wrong "no condition says '$word'"; return 1; }; done
}

late_secret() {
  deployment late-key "$(reference breast-cancer)" late-key | k apply -f -
  eventually 90 says_it_waits late-key SecretMissing "Secret late-key"
  condition_is late-key Ready False
  serves_nothing late-key
  secret_from late-key "$work/keys/recipient.key.pem"
  # the kubelet tries again after up to two minutes
  eventually 200 condition_is late-key Ready True
  forget late-key
}

secret_without_item() {
  secret_from wrong-item "$work/keys/recipient.key.pem" private.pem
  deployment wrong-item "$(reference breast-cancer)" wrong-item | k apply -f -
  eventually 90 says_it_waits wrong-item SecretItemMissing martello.key
  condition_is wrong-item Ready False
  serves_nothing wrong-item
  secret_from wrong-item "$work/keys/recipient.key.pem"
  eventually 200 condition_is wrong-item Ready True
  forget wrong-item
}

check "a Secret that does not exist yet: waits, says so, goes on when it appears" late_secret
check "a Secret without martello.key: waits, says so, goes on when corrected" secret_without_item
