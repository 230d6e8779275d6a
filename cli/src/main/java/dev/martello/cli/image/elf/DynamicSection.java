package dev.martello.cli.image.elf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a file says to the dynamic linker.
 *
 * @param soname the name under which others need it (DT_SONAME), empty if it is a program
 * @param needed the libraries that it needs, by SONAME, such as {@code libc.so.6} (DT_NEEDED)
 * @param neededVersions what these must offer, such as {@code GLIBC_2.34} (DT_VERNEED)
 * @param offeredVersions what it offers itself (DT_VERDEF)
 */
public record DynamicSection(
    String soname, List<String> needed, Set<String> neededVersions, Set<String> offeredVersions) {
  private static final long NEEDED = 1;
  private static final long STRING_TABLE = 5;
  private static final long SONAME = 14;
  private static final long VERSIONS_OFFERED = 0x6ffffffc;
  private static final long VERSIONS_OFFERED_COUNT = 0x6ffffffd;
  private static final long VERSIONS_NEEDED = 0x6ffffffe;
  private static final long VERSIONS_NEEDED_COUNT = 0x6fffffff;
  private static final int ENTRY_BYTES = 16;

  /** Empty, if the file is not an ELF file or not dynamically linked. */
  public static Optional<DynamicSection> of(Path file) throws IOException {
    if (!ElfFile.is(file)) {
      return Optional.empty();
    }
    var elf = ElfFile.read(file);
    for (var segment : elf.segments()) {
      if (segment.type() == ElfFile.DYNAMIC) {
        return Optional.of(read(elf, segment));
      }
    }
    return Optional.empty();
  }

  private static DynamicSection read(ElfFile elf, ElfFile.Segment dynamic) throws IOException {
    var entries = new HashMap<Long, Long>();
    var neededAt = new ArrayList<Long>();
    for (int at = dynamic.offset(); at < dynamic.end(); at += ENTRY_BYTES) {
      long tag = elf.bytes().getLong(at);
      long value = elf.bytes().getLong(at + 8);
      entries.put(tag, value);
      if (tag == NEEDED) {
        neededAt.add(value);
      }
    }
    int strings = elf.offsetOf(value(entries, STRING_TABLE));
    var needed =
        neededAt.stream().map(name -> elf.textAt(strings + Math.toIntExact(name))).toList();
    var soname =
        entries.containsKey(SONAME)
            ? elf.textAt(strings + Math.toIntExact(value(entries, SONAME)))
            : "";
    var versions = new SymbolVersions(elf, strings);
    return new DynamicSection(
        soname,
        needed,
        versions.needed(value(entries, VERSIONS_NEEDED), value(entries, VERSIONS_NEEDED_COUNT)),
        versions.offered(value(entries, VERSIONS_OFFERED), value(entries, VERSIONS_OFFERED_COUNT)));
  }

  private static long value(Map<Long, Long> entries, long tag) {
    return entries.getOrDefault(tag, 0L);
  }
}
