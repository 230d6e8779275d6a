package dev.martello.runtime.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingsTest {
  @TempDir Path directory;

  @Test
  void readsTheKernelsStatus() {
    ProcessStatus status =
        ProcessStatus.of(
            List.of(
                "Name:\tjava",
                "Uid:\t1\t65532\t3\t4",
                "CapEff:\t00000000a80425fb",
                "NoNewPrivs:\t1",
                "Seccomp:\t2"));
    assertThat(status.uid()).contains(65532L);
    assertThat(status.effectiveCapabilities()).contains("00000000a80425fb");
    assertThat(status.noNewPrivileges()).contains(true);
    assertThat(status.seccomp()).contains(2);
    assertThat(ProcessStatus.of(List.of("NoNewPrivs:\t0")).noNewPrivileges()).contains(false);
  }

  @Test
  void leavesOutWhatTheKernelDoesNotSay() {
    ProcessStatus none = ProcessStatus.read(directory.resolve("none"));
    assertThat(none.uid()).isEmpty();
    assertThat(none.seccomp()).isEmpty();
    assertThat(ProcessEvidence.uidMap(directory.resolve("none"))).isEmpty();
  }

  @Test
  void readsTheUserNamespacesMap() throws IOException {
    assertThat(ProcessEvidence.uidMap(write("uid_map", "         0     100000      65536\n")))
        .contains("0 100000 65536");
    assertThat(ProcessEvidence.uidMap(write("uid_map", " 0 5 1\n 1 9 2\n")))
        .contains("0 5 1, 1 9 2");
  }

  @Test
  void readsLimitsOfCgroupsVersion2() throws IOException {
    write("memory.max", "536870912\n");
    write("cpu.max", "150000 100000\n");
    assertThat(limits("0::/\n"))
        .isEqualTo(new CgroupLimits(Optional.of(536870912L), Optional.of(1500L)));
    write("memory.max", "max\n");
    write("cpu.max", "max 100000\n");
    assertThat(limits("0::/\n")).isEqualTo(new CgroupLimits(Optional.empty(), Optional.empty()));
  }

  @Test
  void readsTheNestedGroupWhereTheProcessSeesAllOfThem() throws IOException {
    write("system/pod/memory.max", "1048576\n");
    write("system/pod/cpu.max", "50000 100000\n");
    assertThat(limits("0::/system/pod\n"))
        .isEqualTo(new CgroupLimits(Optional.of(1048576L), Optional.of(500L)));
    assertThat(limits("0::/../../etc\n"))
        .isEqualTo(new CgroupLimits(Optional.empty(), Optional.empty()));
  }

  @Test
  void readsLimitsOfCgroupsVersion1() throws IOException {
    write("memory/memory.limit_in_bytes", "268435456\n");
    write("cpu/cpu.cfs_quota_us", "25000\n");
    write("cpu/cpu.cfs_period_us", "100000\n");
    assertThat(limits("4:memory:/x\n3:cpu,cpuacct:/x\n"))
        .isEqualTo(new CgroupLimits(Optional.of(268435456L), Optional.of(250L)));
    write("memory/memory.limit_in_bytes", "9223372036854771712\n");
    write("cpu/cpu.cfs_quota_us", "-1\n");
    assertThat(limits("")).isEqualTo(new CgroupLimits(Optional.empty(), Optional.empty()));
  }

  @Test
  void triesToWrite() throws IOException {
    assertThat(ConfinementAttempts.writeInto(directory)).isEqualTo(Outcome.Accepted);
    try (var left = Files.list(directory)) {
      assertThat(left).isEmpty();
    }
    assertThat(ConfinementAttempts.writeInto(Path.of("/proc"))).isEqualTo(Outcome.Refused);
  }

  @Test
  void triesToStartAShell() throws IOException {
    assertThat(ConfinementAttempts.startShell("/bin/sh")).contains(Outcome.Accepted);
    assertThat(ConfinementAttempts.startShell("/no/such/shell")).contains(Outcome.Refused);
    assertThat(ConfinementAttempts.startShell(write("plain", "text").toString()))
        .contains(Outcome.Refused);
  }

  @Test
  void looksForAToken() throws IOException {
    assertThat(ConfinementAttempts.lookFor(write("token", "x"))).isEqualTo(Outcome.Accepted);
    assertThat(ConfinementAttempts.lookFor(directory.resolve("none"))).isEqualTo(Outcome.Absent);
  }

  @Test
  void triesToReachTheApiServer() throws IOException {
    assertThat(EgressAttempt.make(EgressAttempt.apiServer(Map.of()), true))
        .isEqualTo(new EgressAttempt(Optional.empty(), Outcome.NotTried));
    int port;
    try (ServerSocket open = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = open.getLocalPort();
      assertThat(EgressAttempt.make(EgressAttempt.apiServer(apiServer(port)), true))
          .isEqualTo(new EgressAttempt(Optional.of("127.0.0.1:" + port), Outcome.Accepted));
    }
    assertThat(EgressAttempt.make(EgressAttempt.apiServer(apiServer(port)), true).outcome())
        .isEqualTo(Outcome.Refused);
  }

  private static Map<String, String> apiServer(int port) {
    return Map.of(
        "KUBERNETES_SERVICE_HOST", "127.0.0.1", "KUBERNETES_SERVICE_PORT", Integer.toString(port));
  }

  private CgroupLimits limits(String membership) throws IOException {
    return CgroupLimits.read(directory, write("self-cgroup", membership));
  }

  private Path write(String name, String content) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }
}
