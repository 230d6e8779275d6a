package dev.martello.operator.findings;

import dev.martello.crds.Finding;
import dev.martello.operator.observed.Evidence;
import dev.martello.operator.observed.ObservedPod;
import dev.martello.operator.observed.Receipt;
import dev.martello.operator.observed.Sight;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Judges every serving pod and answers with the worst verdict. */
final class PerPod {

  private PerPod() {}

  static Verdict serving(Situation situation, Function<ObservedPod, Verdict> judge) {
    List<String> stray = situation.observed().strayAddresses();
    if (!stray.isEmpty()) {
      return Verdict.unknown(
          Reason.StrayEndpoint, "The Service also leads to %s, no pod of ours".formatted(stray));
    }
    List<ObservedPod> pods = situation.observed().serving();
    if (pods.isEmpty()) {
      return situation.spec().suspend()
          ? Verdict.unknown(Reason.Suspended, "No pod serves: spec.suspend is true")
          : Verdict.unknown(Reason.NoPods, "No pod serves");
    }
    return worst(pods, judge);
  }

  /** As {@link #serving}, by each pod's fresh evidence. */
  static Verdict evidence(Situation situation, BiFunction<ObservedPod, Evidence, Verdict> judge) {
    return receipts(situation, (pod, receipt) -> judge.apply(pod, receipt.evidence()));
  }

  /** As {@link #evidence}, with the time of its receipt. */
  static Verdict receipts(Situation situation, BiFunction<ObservedPod, Receipt, Verdict> judge) {
    return serving(
        situation,
        pod ->
            switch (pod.evidence()) {
              case Sight.Unseen<Receipt> no -> Verdict.unseen(no.reason(), no.message());
              case Sight.Seen<Receipt> yes ->
                  unusable(situation, pod, yes.value())
                      .orElseGet(() -> judge.apply(pod, yes.value()));
            });
  }

  private static Optional<Verdict> unusable(Situation situation, ObservedPod pod, Receipt receipt) {
    if (receipt.stale(situation.observed().now())) {
      return Optional.of(
          Verdict.unknown(Reason.EvidenceStale, "The last evidence is older than two rounds"));
    }
    String uid = receipt.evidence().pod().uid();
    if (uid == null) {
      return Optional.of(ModelChecks.missing("pod.uid"));
    }
    return uid.equals(pod.uid())
        ? Optional.empty()
        : Optional.of(
            Verdict.unknown(
                Reason.EvidenceOfOtherPod,
                "Under this pod's address the pod %s answers".formatted(uid)));
  }

  private static Verdict worst(List<ObservedPod> pods, Function<ObservedPod, Verdict> judge) {
    Verdict worst = null;
    String name = "";
    int like = 0;
    for (ObservedPod pod : pods) {
      Verdict verdict = judge.apply(pod);
      if (worst == null || rank(verdict.finding()) < rank(worst.finding())) {
        worst = verdict;
        name = pod.name();
        like = 0;
      }
      like += verdict.finding() == worst.finding() ? 1 : 0;
    }
    if (worst == null) {
      throw new IllegalArgumentException("There is at least one pod");
    }
    String count = pods.size() == 1 ? "" : " (%d of %d pods)".formatted(like, pods.size());
    String where = worst.finding() == Finding.Satisfied ? "" : name + ": ";
    return new Verdict(worst.finding(), worst.reason(), where + worst.evidence() + count);
  }

  private static int rank(Finding finding) {
    return switch (finding) {
      case NotSatisfied -> 0;
      case Unknown -> 1;
      case Accepted -> 2;
      case Satisfied -> 3;
      case Manual, NotApplicable -> 4;
    };
  }
}
