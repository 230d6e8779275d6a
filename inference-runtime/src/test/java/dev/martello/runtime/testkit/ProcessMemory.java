package dev.martello.runtime.testkit;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Another process's memory, read from outside as root does: {@code /proc/PID/mem}. */
public final class ProcessMemory {
  private static final int CHUNK = 1024 * 1024;

  private final Path process;

  public ProcessMemory(long pid) {
    process = Path.of("/proc", Long.toString(pid));
  }

  /**
   * What is looked for.
   *
   * @param bytes at least 8
   */
  public record Wanted(String name, byte[] bytes) {}

  /**
   * Where it was.
   *
   * @param mapping the line of {@code /proc/PID/maps}
   */
  public record Found(String name, long address, String mapping) {}

  /** Whether this process may look into that one. */
  public boolean isReadable() {
    return Files.isReadable(process.resolve("mem"));
  }

  /** Looks through every readable mapping. The process should not change much meanwhile. */
  public List<Found> find(List<Wanted> wanted) throws IOException {
    BitSet beginnings = new BitSet(1 << 16);
    int longest = 0;
    for (Wanted one : wanted) {
      beginnings.set(beginning(one.bytes(), 0));
      longest = Math.max(longest, one.bytes().length);
    }
    List<Found> found = new ArrayList<>();
    try (RandomAccessFile memory = new RandomAccessFile(process.resolve("mem").toFile(), "r")) {
      for (String line : Files.readAllLines(process.resolve("maps"))) {
        String[] range = line.split("[- ]", 4);
        if (!range[2].startsWith("r") || line.endsWith("[vsyscall]") || line.contains("[vvar")) {
          continue;
        }
        long end = Long.parseUnsignedLong(range[1], 16);
        byte[] chunk = new byte[CHUNK + longest];
        for (long at = Long.parseUnsignedLong(range[0], 16); at < end; at += CHUNK) {
          int length = read(memory, at, chunk, (int) Math.min(chunk.length, end - at));
          search(chunk, length, at, line, wanted, beginnings, found);
        }
      }
    }
    return found;
  }

  private static int read(RandomAccessFile memory, long at, byte[] into, int length) {
    try {
      memory.seek(at);
      memory.readFully(into, 0, length);
      return length;
    } catch (EOFException e) {
      return 0;
    } catch (IOException e) {
      return 0; // a guard page, or gone meanwhile
    }
  }

  private static void search(
      byte[] chunk,
      int length,
      long address,
      String mapping,
      List<Wanted> wanted,
      BitSet beginnings,
      List<Found> found) {
    for (int i = 0; i < Math.min(CHUNK, length - 1); i++) {
      if (beginnings.get(beginning(chunk, i))) {
        for (Wanted one : wanted) {
          int end = i + one.bytes().length;
          if (end <= length && Arrays.equals(chunk, i, end, one.bytes(), 0, one.bytes().length)) {
            found.add(new Found(one.name(), address + i, mapping));
          }
        }
      }
    }
  }

  private static int beginning(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
  }

  /** The same number as Java and C keep it: as bytes, and in words of 4 and 8 bytes, both ways. */
  public static List<Wanted> everyOrder(String name, byte[] secret) {
    List<Wanted> orders = new ArrayList<>();
    orders.add(new Wanted(name, secret));
    orders.add(new Wanted(name, swapped(secret, 4)));
    orders.add(new Wanted(name, swapped(secret, 8)));
    byte[] reversed = swapped(secret, secret.length);
    orders.add(new Wanted(name, reversed));
    orders.add(new Wanted(name, swapped(reversed, 4)));
    orders.add(new Wanted(name, swapped(reversed, 8)));
    return orders;
  }

  private static byte[] swapped(byte[] bytes, int word) {
    byte[] swapped = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      swapped[i] = bytes[i / word * word + word - 1 - i % word];
    }
    return swapped;
  }
}
