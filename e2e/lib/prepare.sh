# What every theme needs first: Debian packages, the build, the node.

up_to_date() { # nothing that goes into the jars is newer than the last jar that is built from it
  local last newer
  [ -x "$root/cli/target/martello" ] && compgen -G "$root/operator/target/operator-*.jar" >/dev/null || return 1
  last=$(ls -t "$root"/*/target/*-SNAPSHOT.jar | tail -n 1)
  newer=$(find "$root"/pom.xml "$root"/*/pom.xml "$root"/*/src/main -newer "$last" -type f -print -quit)
  [ -z "$newer" ]
}

build_project() {
  up_to_date && return
  say "e2e: building (mvn package)"
  (cd "$root" && mvn -q -B -ntp package -DskipTests)
  touch "$root"/*/target/*-SNAPSHOT.jar # one whose content stays the same is not written anew
}

prepare() {
  say "e2e: Debian packages, project, node"
  "$testbed" install
  dpkg -s curl binutils >/dev/null 2>&1 || apt-get -qq install -y --no-install-recommends curl binutils >/dev/null
  build_project
  [ -n "$reuse" ] || "$testbed" down
  "$testbed" up 7>&-
  say "e2e: ready after $((SECONDS - started)) s"
}
