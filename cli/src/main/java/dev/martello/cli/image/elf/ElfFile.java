package dev.martello.cli.image.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One ELF file in memory, and its program headers.
 *
 * @param bytes the whole file, little endian
 * @param segments as in the program header table
 */
record ElfFile(ByteBuffer bytes, List<Segment> segments) {
  static final int LOAD = 1;
  static final int DYNAMIC = 2;

  private static final int HEADER_BYTES = 64;
  private static final int SEGMENT_BYTES = 56;
  private static final int MAGIC = 0x464c457f;
  private static final byte CLASS_64 = 2;
  private static final byte LITTLE_ENDIAN = 1;

  /**
   * One entry of the program header table: {@code type}, and where it lies in the file and in
   * memory.
   */
  record Segment(int type, int offset, long address, int size) {
    int end() {
      return offset + size;
    }
  }

  static boolean is(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var start = in.readNBytes(6);
      return start.length == 6
          && ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getInt() == MAGIC
          && start[4] == CLASS_64
          && start[5] == LITTLE_ENDIAN;
    }
  }

  /** Reads a file for which {@link #is} holds. */
  static ElfFile read(Path file) throws IOException {
    var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.capacity() < HEADER_BYTES) {
      throw new IOException(file + " is cut off: it has no whole ELF header");
    }
    int table = Math.toIntExact(bytes.getLong(0x20));
    int count = Short.toUnsignedInt(bytes.getShort(0x38));
    if (table < HEADER_BYTES || table + (long) count * SEGMENT_BYTES > bytes.capacity()) {
      throw new IOException(file + " is cut off: its program header table lies outside it");
    }
    var segments = new ArrayList<Segment>();
    for (int i = 0; i < count; i++) {
      int at = table + i * SEGMENT_BYTES;
      segments.add(
          new Segment(
              bytes.getInt(at),
              Math.toIntExact(bytes.getLong(at + 0x08)),
              bytes.getLong(at + 0x10),
              Math.toIntExact(bytes.getLong(at + 0x20))));
    }
    return new ElfFile(bytes, List.copyOf(segments));
  }

  /** Where in the file the byte lies that is loaded at the address. */
  int offsetOf(long address) throws IOException {
    for (var segment : segments) {
      if (segment.type() == LOAD
          && address >= segment.address()
          && address < segment.address() + segment.size()) {
        return Math.toIntExact(segment.offset() + address - segment.address());
      }
    }
    throw new IOException(
        "an ELF file refers to an address that it does not load: 0x" + Long.toHexString(address));
  }

  /** The zero-terminated ASCII string at an offset. */
  String textAt(int offset) {
    var text = new StringBuilder();
    for (int at = offset; bytes.get(at) != 0; at++) {
      text.append((char) (bytes.get(at) & 0x7f));
    }
    return text.toString();
  }
}
