package dev.martello.cli.image.elf;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * The two version tables of an ELF file (Linux Standard Base, chapter 10.7): chains of records,
 * each with a chain of names.
 *
 * @param strings offset of the string table in which the names are
 */
record SymbolVersions(ElfFile elf, int strings) {
  /** Elf64_Verneed and Elf64_Vernaux. */
  Set<String> needed(long address, long count) throws IOException {
    return names(address, count, new Shape(2, 8, 12, 8, 12));
  }

  /** Elf64_Verdef and Elf64_Verdaux. */
  Set<String> offered(long address, long count) throws IOException {
    return names(address, count, new Shape(6, 12, 16, 0, 4));
  }

  /**
   * Where, in a record, the number of names, the first name and the next record are; where, in a
   * name, its text and the next are.
   */
  private record Shape(int nameCount, int firstName, int nextRecord, int text, int nextName) {}

  private Set<String> names(long address, long count, Shape shape) throws IOException {
    var names = new HashSet<String>();
    int at = count == 0 ? 0 : elf.offsetOf(address);
    for (long i = 0; i < count; i++) {
      int name = at + elf.bytes().getInt(at + shape.firstName());
      int nameCount = Short.toUnsignedInt(elf.bytes().getShort(at + shape.nameCount()));
      for (int j = 0; j < nameCount; j++) {
        names.add(elf.textAt(strings + elf.bytes().getInt(name + shape.text())));
        name += elf.bytes().getInt(name + shape.nextName());
      }
      at += elf.bytes().getInt(at + shape.nextRecord());
    }
    return Set.copyOf(names);
  }
}
