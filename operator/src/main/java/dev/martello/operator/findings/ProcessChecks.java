package dev.martello.operator.findings;

import static dev.martello.operator.findings.ConditionType.PodHardened;

import dev.martello.crds.Grade;
import dev.martello.operator.observed.Evidence;
import dev.martello.operator.observed.Evidence.ProcessFacts;
import dev.martello.operator.observed.Outcome;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the runtime's process finds of itself, and what it managed to do. */
final class ProcessChecks {

  /** Seccomp mode "filter" (proc(5), Seccomp). */
  private static final int SECCOMP_FILTER = 2;

  static final Check CONFINED =
      Check.feeding(
          PodHardened,
          Grade.Reported,
          "process-confined",
          List.of("A.8.2", "A.8.18"),
          "The runtime's process can't gain rights",
          new Check.Meaning(
              "No capability, no_new_privs, a seccomp filter, not user 0; in a user namespace of its own where the pod has one.",
              "One of these does not hold.",
              "The process could not read one of them."),
          RealNode.needed(
              situation -> PerPod.evidence(situation, (pod, seen) -> confined(situation, seen))));

  static final Check FILES =
      Check.feeding(
          PodHardened,
          Grade.Tried,
          "process-files",
          List.of("A.8.7", "A.8.18"),
          "Nothing can be written to the root file system, and there is no shell",
          new Check.Meaning(
              "The runtime's attempts to create a file in / and to run /bin/sh failed.",
              "One of them went through.",
              "One was not made."),
          RealNode.needed(situation -> PerPod.evidence(situation, (pod, seen) -> files(seen))));

  static final Check MEMORY =
      Check.feeding(
          PodHardened,
          Grade.Reported,
          "process-memory",
          List.of("A.8.12", "A.8.24"),
          "The opened model can't leave the process's memory in a dump",
          new Check.Meaning(
              "The process is not dumpable and its core file limit is 0.",
              "One of these does not hold.",
              "The process could not read one of them."),
          situation -> PerPod.evidence(situation, (pod, seen) -> memory(seen)));

  private ProcessChecks() {}

  private static Verdict confined(Situation situation, Evidence seen) {
    ProcessFacts process = seen.process();
    if (process == null
        || process.uid() == null
        || process.capabilitiesEffective() == null
        || process.noNewPrivileges() == null
        || process.seccomp() == null
        || (situation.inputs().userNamespaces() && process.uidMap() == null)) {
      return ModelChecks.missing(
          "process.uid, capabilitiesEffective, noNewPrivileges, seccomp or uidMap");
    }
    List<String> faults = new ArrayList<>();
    if (process.uid() == 0) {
      faults.add("user 0");
    }
    if (!process.capabilitiesEffective().matches("0+")) {
      faults.add("capabilities " + process.capabilitiesEffective());
    }
    if (!process.noNewPrivileges()) {
      faults.add("no_new_privs not set");
    }
    if (process.seccomp() != SECCOMP_FILTER) {
      faults.add("seccomp mode " + process.seccomp());
    }
    if (situation.inputs().userNamespaces() && identity(process.uidMap())) {
      faults.add("uid map '%s' is the node's own".formatted(process.uidMap()));
    }
    return faults.isEmpty()
        ? Verdict.satisfied(
            Reason.Confined,
            "user %d, no capability, no_new_privs, seccomp filter".formatted(process.uid()))
        : Verdict.notSatisfied(Reason.NotConfined, String.join("; ", faults));
  }

  /** Whether user 0 inside is user 0 outside (user_namespaces(7), /proc/PID/uid_map). */
  private static boolean identity(@Nullable String uidMap) {
    if (uidMap == null) {
      return false;
    }
    return uidMap
        .lines()
        .map(line -> line.strip().split("\\s+", -1))
        .filter(
            fields -> fields.length == 3 && fields[0].matches("0+") && fields[1].matches("\\d+"))
        .anyMatch(fields -> new BigInteger(fields[1]).signum() == 0);
  }

  private static Verdict files(Evidence seen) {
    ProcessFacts process = seen.process();
    Outcome root = process == null ? null : process.rootFilesystem();
    Outcome shell = process == null ? null : process.shell();
    if (root == Outcome.Accepted) {
      return Verdict.notSatisfied(Reason.RootWritable, "a file could be created in /");
    }
    if (shell == Outcome.Accepted) {
      return Verdict.notSatisfied(Reason.ShellPresent, "/bin/sh could be run");
    }
    return root == Outcome.Refused && (shell == Outcome.Refused || shell == Outcome.Absent)
        ? Verdict.satisfied(
            Reason.WriteAndShellRefused, "creating a file in / and running /bin/sh failed")
        : Verdict.unknown(Reason.TryInconclusive, "writing to / or running /bin/sh was not tried");
  }

  private static Verdict memory(Evidence seen) {
    ProcessFacts process = seen.process();
    if (process == null || process.dumpable() == null || process.coreLimit() == null) {
      return ModelChecks.missing("process.dumpable or process.coreLimit");
    }
    if (process.dumpable()) {
      return Verdict.notSatisfied(Reason.MemoryDumpable, "the process is dumpable");
    }
    return process.coreLimit() == 0
        ? Verdict.satisfied(Reason.MemoryNotDumpable, "not dumpable, core file limit 0")
        : Verdict.notSatisfied(Reason.MemoryDumpable, "the core file limit is not 0");
  }
}
