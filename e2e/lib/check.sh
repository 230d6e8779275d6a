# One check is one function, run in a subshell of its own; its output goes to a file and is shown if it fails.
passed=0 failed=0 number=0 started=$SECONDS

say() { printf '%s\n' "$@"; }

theme() { # scenario file: prints its first comment line
  say "" "== $(basename "$1" .sh): $(sed -n '1s/^# *//p' "$1")  [$((SECONDS - started)) s]"
}

check() { # "what is true" function arguments...
  local what=$1 log since=$SECONDS status
  shift
  number=$((number + 1))
  log=$target/checks/$(printf %03d $number)-$(tr -cs 'A-Za-z0-9\n' - <<<"$what" | cut -c1-60).log
  set +e
  (set -e; "$@") >"$log" 2>&1 7>&-
  status=$?
  set -e
  if [ $status = 0 ]; then
    passed=$((passed + 1))
    say "  ok    $what ($((SECONDS - since)) s)"
  else
    failed=$((failed + 1))
    say "  FAIL  $what ($((SECONDS - since)) s, exit $status): ${log#"$root"/}"
    tail -n 15 "$log" | sed 's/^/          /'
    diagnose >>"$log" 2>&1 7>&- || true
  fi
}

# Inside a check: says why it does not hold.
wrong() { echo "WRONG: $*"; return 1; }

expect() { # what wanted actual
  [ "$2" = "$3" ] || wrong "$1 is '$3', not '$2'"
}

expect_in() { # what text-or-pattern actual
  [[ $3 == *$2* ]] || wrong "$1 does not say '$2' but: $3"
}

refused() { # command...: it must fail; prints what it said
  local said status=0
  said=$("$@" 2>&1) || status=$?
  echo "$said"
  [ $status != 0 ] || wrong "it went through: $*"
}

# Repeats a function until it holds; the last try's words stay.
eventually() { # seconds function arguments...
  local until=$((SECONDS + $1)) said
  shift
  while ! said=$("$@" 2>&1); do
    [ $SECONDS -lt $until ] || { echo "$said"; wrong "never held: $*"; return 1; }
    sleep 1
  done
  echo "$said"
}

summary() {
  say "" "e2e: $((SECONDS - started)) s, logs of the checks in ${target#"$root"/}/checks"
  say "$passed passed, $failed failed"
  [ $failed = 0 ] && [ $passed -gt 0 ]
}
