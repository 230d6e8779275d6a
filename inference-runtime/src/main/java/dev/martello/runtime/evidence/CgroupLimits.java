package dev.martello.runtime.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The limits of this process's cgroup, version 2 or 1; "no limit" is empty. */
record CgroupLimits(Optional<Long> memoryLimitBytes, Optional<Long> cpuMillis) {
  /** Version 1 says "no limit" with the largest multiple of the page size. */
  private static final long UNLIMITED = 1L << 60;

  /**
   * @param root where the cgroup file systems are mounted, {@code /sys/fs/cgroup}
   * @param membership {@code /proc/self/cgroup}; outside of a container the limits are further down
   */
  static CgroupLimits read(Path root, Path membership) {
    Path own = ownGroup(root, membership, "0::");
    if (Files.exists(own.resolve("memory.max")) || Files.exists(own.resolve("cpu.max"))) {
      return new CgroupLimits(number(own.resolve("memory.max")), cpuMax(own.resolve("cpu.max")));
    }
    Path memory = ownGroup(root.resolve("memory"), membership, ":memory:");
    Path cpu = ownGroup(root.resolve("cpu"), membership, ":cpu,cpuacct:");
    Optional<Long> quota = number(cpu.resolve("cpu.cfs_quota_us")).filter(micros -> micros > 0);
    Optional<Long> period = number(cpu.resolve("cpu.cfs_period_us")).filter(micros -> micros > 0);
    return new CgroupLimits(
        number(memory.resolve("memory.limit_in_bytes")).filter(bytes -> bytes < UNLIMITED),
        quota.flatMap(used -> period.map(each -> used * 1000 / each)));
  }

  private static Path ownGroup(Path mount, Path membership, String marker) {
    Optional<String> line = lines(membership).filter(each -> each.contains(marker)).findFirst();
    if (line.isPresent()) {
      String group = line.get().substring(line.get().indexOf(marker) + marker.length());
      Path nested = mount.resolve("." + group).normalize();
      if (nested.startsWith(mount) && Files.isDirectory(nested)) {
        return nested;
      }
    }
    return mount;
  }

  private static Optional<Long> cpuMax(Path file) {
    String[] quotaAndPeriod = first(file).orElse("max").split(" ", -1);
    if (quotaAndPeriod.length != 2 || quotaAndPeriod[0].equals("max")) {
      return Optional.empty();
    }
    return Optional.of(
        Long.parseLong(quotaAndPeriod[0]) * 1000 / Long.parseLong(quotaAndPeriod[1]));
  }

  private static Optional<Long> number(Path file) {
    return first(file).filter(text -> text.matches("-?[0-9]{1,18}")).map(Long::valueOf);
  }

  private static Optional<String> first(Path file) {
    return lines(file).findFirst().map(String::strip);
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }
}
