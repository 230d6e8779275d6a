package dev.martello.sealedmodel.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretMemoryTest {
  @Test
  void closingZeroesBeforeTheMemoryIsGivenBack() {
    List<byte[]> seen = new ArrayList<>();
    SecretMemory memory =
        SecretMemory.allocate(10_000, content -> seen.add(content.toArray(ValueLayout.JAVA_BYTE)));
    MemorySegment content = memory.content();
    assertThat(content.byteSize()).isEqualTo(10_000);
    assertThat(content.toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
    content.fill((byte) 7);
    memory.close();
    memory.close();
    assertThat(seen).hasSize(1);
    assertThat(seen.getFirst()).hasSize(10_000).containsOnly(0);
    assertThatThrownBy(() -> content.get(ValueLayout.JAVA_BYTE, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  /** The kernel's own word on our pages: flags dd (not dumped) and lo (locked), and VmLck. */
  @Test
  void linuxKeepsItOutOfDumpsAndLocksWhatTheLimitAllows() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/smaps")), "skipped: no /proc/self/smaps here");
    try (SecretMemory memory = SecretMemory.allocate(256 * 1024)) {
      String flags = flagsOf(memory.content().address());
      assertThat(flags).contains(" dd");
      assertThat(flags.contains(" lo")).isEqualTo(memory.lockedBytes() > 0);
      assertThat(memory.lockedBytes()).isBetween(0L, 256L * 1024);
    }
  }

  private static String flagsOf(long address) throws IOException {
    boolean inside = false;
    for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
      if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
        String[] range = line.split("[- ]", 3);
        inside =
            Long.compareUnsigned(Long.parseUnsignedLong(range[0], 16), address) <= 0
                && Long.compareUnsigned(address, Long.parseUnsignedLong(range[1], 16)) < 0;
      } else if (inside && line.startsWith("VmFlags:")) {
        return line;
      }
    }
    throw new AssertionError("the memory is not mapped");
  }

  @Test
  void emptyMemoryIsFine() {
    try (SecretMemory memory = SecretMemory.allocate(0)) {
      assertThat(memory.content().byteSize()).isZero();
      assertThat(memory.lockedBytes()).isZero();
    }
  }
}
