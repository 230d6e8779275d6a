package dev.martello.cli.image.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Cuts off what the dynamic linker never loads: symbol tables for debuggers and the section headers
 * that describe them. Done here and not by binutils' {@code strip}, whose output differs between
 * its versions: an image must be the same wherever it is built.
 */
public final class ElfStrip {
  private static final int SECTION_TABLE_OFFSET = 0x28;
  private static final int SECTION_COUNTS = 0x3c;

  private ElfStrip() {}

  /** Strips the file in place. Does nothing to a file that is not ELF. */
  public static void strip(Path file) throws IOException {
    if (!ElfFile.is(file)) {
      return;
    }
    int end = ElfFile.read(file).segments().stream().mapToInt(ElfFile.Segment::end).max().orElse(0);
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      if (end == 0 || end >= channel.size()) {
        return;
      }
      channel.truncate(end);
      channel.write(ByteBuffer.allocate(Long.BYTES), SECTION_TABLE_OFFSET);
      // e_shnum and e_shstrndx, after e_shentsize, which stays.
      channel.write(ByteBuffer.allocate(2 * Short.BYTES), SECTION_COUNTS);
    }
  }
}
