# The evaluation gate: no revision serves before a Job has found it good enough
seal_holdout() { # version csv: the data in ConfigMap and Secret; its digest is kept
  rm -rf "$work/sealed-holdout"
  [ -d "$work/holdout-keys" ] || { mkdir -p "$work/holdout-keys"; martello keygen --type p256 --out "$work/holdout-keys"; }
  martello seal-dataset "$2" --name breast-cancer-holdout --version "$1" --recipient "$work/holdout-keys/recipient.pub.pem" \
    --signing-key "$work/keys/signer.key.pem" --out "$work/sealed-holdout" | awk '$1 == "digest" {print $2}' >"$work/holdout-digest"
  kd create configmap "breast-cancer-holdout-$1" "--from-file=$work/sealed-holdout"
  secret_from breast-cancer-holdout-key "$work/holdout-keys/recipient.key.pem"
}

evaluated() { # data-version limits...: the example's YAML with other limits, and the image in place of the ConfigMap for the model
  python3 - "$root/examples/features/evaluation-gate.yaml" "$(reference breast-cancer)" "$(cat "$work/holdout-digest")" "$@" <<'P' | k apply -f -
import sys
text, image, data, version, *more = open(sys.argv[1]).read(), *sys.argv[2:]
text = text.replace("    digest: sha256:" + "0" * 64 + "\n", "").replace("sha256:" + "1" * 64, data)
text = text.replace("    # on the node and within the limits above\n    maximumP95Microseconds: 100000\n", "")
text = text.replace("      configMap:\n        name: breast-cancer-model", '      image: {reference: "%s"}' % image)
sys.stdout.write(text.replace("          name: breast-cancer-holdout\n", "          name: breast-cancer-holdout-%s\n" % version))
sys.stdout.write("".join("    %s\n" % line for line in more))
P
}
limits=('slices: [{name: odd, column: half, from: "1", minimum: "0.9"}]' 'maximumP95Microseconds: 100000' 'maximumMemoryBytes: 350000000')

verdict() { field evaluated "{.status.evaluations[?(@.revision==\"$1\")].$2}"; }

passes_and_serves() {
  local revision message job log
  # every second record belongs to a slice of its own
  awk -v OFS=, '{print (NR == 1 ? "slice:half" : NR % 2), $0}' "$example/evaluation.csv" >"$work/holdout-1.csv"
  seal_holdout 1.0.0 "$work/holdout-1.csv"
  evaluated 1.0.0 "${limits[@]}"
  eventually 30 deployment_waits # while the Job runs
  kd wait --for=condition=Ready mdeploy/evaluated --timeout=240s
  revision=$(field evaluated '{.status.revision}')
  expect "the verdict" true "$(verdict "$revision" passed)"
  expect "its rows" 171 "$(verdict "$revision" rows)"
  eventually 60 condition_is evaluated AccuracyValidated True
  expect "the reason" EvaluatedByJob "$(condition evaluated AccuracyValidated reason)"
  message=$(condition evaluated AccuracyValidated message)
  echo "says: $message"
  expect_in "figure and interval" "accuracy 0.988304 (0.958364 to 0.996787) on 171 rows" "$message"
  expect "what was judged" "sha256:$(sha256sum <"$example/model.onnx" | cut -d' ' -f1)" "$(verdict "$revision" model)"
  expect_in "what serves" "--plaintext-sha256=$(verdict "$revision" model | cut -d: -f2)" \
    "$(kd get pods -l martello.dev/deployment=evaluated -o 'jsonpath={.items[*].spec.containers[*].args}')"
  job=$(kd get pods -l martello.dev/evaluation=evaluated -o 'jsonpath={.items[0].metadata.name}')
  log=$(kd logs "$job" | tr -d '\n')
  expect "the report in the log" "$(verdict "$revision" reportSha256)" "$(printf %s "$log" | sha256sum | cut -d' ' -f1)"
  expect_in "its slice" '"slices":[{"name":"odd","value":' "$log"
  expect "doors of the evaluation" "" "$(kd get networkpolicy evaluated-evaluation -o 'jsonpath={.spec.ingress}{.spec.egress}')"
}
deployment_waits() { expect "replicas before the verdict" 0 "$(kd get deployments -l martello.dev/deployment=evaluated -o 'jsonpath={.items[*].spec.replicas}')"; }

falls_short_and_the_old_one_serves() {
  local before message
  before=$(field evaluated '{.status.revision}')
  # every third label turned round: to these the model is right two times in three
  awk -F, -v OFS=, 'NR > 1 && NR % 3 == 0 {$NF = 1 - $NF} {print}' "$work/holdout-1.csv" >"$work/holdout-2.csv"
  seal_holdout 2.0.0 "$work/holdout-2.csv"
  evaluated 2.0.0 "${limits[@]}"
  eventually 240 condition_is evaluated Stalled True
  expect "the reason" EvaluationFellShort "$(condition evaluated Stalled reason)"
  message=$(condition evaluated Stalled message)
  echo "says: $message"
  expect_in "how far it fell short" "below the minimum 0.95" "$message"
  expect_in "its slice" "slice odd: accuracy" "$message"
  expect "what serves" "$before" "$(field evaluated '{.status.revision}')"
  condition_is evaluated Available True
  expect_in "the answer" '"probabilities"' "$(client -ca /callers/ca.crt -d "$(cat "$example/record.json")" "https://evaluated.demo.svc/v2/models/breast-cancer/infer")"
  expect "pods of the revision that fell short" "" \
    "$(kd get pods -l "martello.dev/deployment=evaluated,martello.dev/revision!=$before" -o 'jsonpath={.items[*].metadata.name}')"
}

# the manifest's report is on the very file that is sealed here, and says all that is demanded
a_signed_report_stands_in() {
  local revision
  k -n demo patch modeltrust data-science --type=merge -p '{"spec":{"signedReportSuffices":true}}'
  seal_holdout 3.0.0 "$example/evaluation.csv"
  evaluated 3.0.0
  kd wait --for=condition=Ready mdeploy/evaluated --timeout=240s
  revision=$(field evaluated '{.status.revision}')
  expect "who says so" signer "$(verdict "$revision" by)"
  eventually 60 condition_is evaluated AccuracyValidated True
  expect "the reason" ReportBySigner "$(condition evaluated AccuracyValidated reason)"
  k -n demo patch modeltrust data-science --type=merge -p '{"spec":{"signedReportSuffices":false}}'
}

check "a model that is good enough passes, then serves, and nothing but it" passes_and_serves
check "one that falls short is told by how much, and the old one serves on" falls_short_and_the_old_one_serves
# a whole run has no time for it
[ -z "$only" ] || check "where the ModelTrust lets it, a signed report on the same data stands in" a_signed_report_stands_in
check "deleted, it leaves no pod" forget evaluated
