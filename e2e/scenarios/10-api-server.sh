# Every *ApiServerIT against the node's API server: schema, CEL, field ownership, RBAC, admission policies
run_api_server_tests() {
  local maven=(mvn -B -ntp -pl "crds,operator" -am -Papi-server -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false)
  cd "$root"
  rm -rf {crds,operator}/target/failsafe-reports
  # no network in there: a run without a test fetches before what Maven needs
  "${maven[@]}" -q -Dit.test=none -Dfailsafe.failIfNoSpecifiedTests=false verify
  in_node "${maven[@]}" -o verify
}

every_api_server_test_ran() { # as many classes reported as there are sources
  local sources reports
  sources=$(cd "$root" && find crds operator -path '*/src/test/*' -name '*ApiServerIT.java' | wc -l)
  reports=$(cd "$root" && find crds operator -path '*/failsafe-reports/TEST-*ApiServerIT.xml' | wc -l)
  [ "$sources" -gt 0 ] || { wrong "there is no *ApiServerIT"; return 1; }
  expect "classes that reported" "$sources" "$reports"
}

check "mvn -Papi-server verify passes" run_api_server_tests
check "every *ApiServerIT was run" every_api_server_test_ran

# those tests install parts of their own, under other field managers
empty_node() { "$testbed" down; "$testbed" up; }
check "an empty node for what follows" empty_node
