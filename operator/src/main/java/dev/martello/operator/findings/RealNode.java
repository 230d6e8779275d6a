package dev.martello.operator.findings;

import java.util.function.Function;

/** Keeps a check from judging where there is no kubelet, no network plugin and no admission. */
final class RealNode {
  private RealNode() {}

  static Function<Situation, Verdict> needed(Function<Situation, Verdict> judge) {
    return situation ->
        situation.observed().embedded()
            ? Verdict.unknown(
                Reason.EmbeddedCluster,
                "This cluster is embedded: it takes a real node to see this")
            : judge.apply(situation);
  }
}
