package dev.martello.cli.tar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One header block of the POSIX ustar format (IEEE Std 1003.1, pax, "ustar Interchange Format").
 * What POSIX leaves to the writer is as GNU tar writes it.
 */
record TarHeader(String name, char type, long size) {
  static final int BLOCK = 512;
  static final char FILE = '0';
  static final char DIRECTORY = '5';

  private static final int CHECKSUM_AT = 148;
  private static final int CHECKSUM_END = 156;

  byte[] write() {
    byte[] block = new byte[BLOCK];
    put(block, 0, name);
    put(block, 100, "0000444\0"); // mode
    put(block, 108, "0000000\0"); // uid
    put(block, 116, "0000000\0"); // gid
    put(block, 124, "%011o\0".formatted(size));
    put(block, 136, "00000000000\0"); // mtime
    put(block, 156, String.valueOf(type));
    put(block, 257, "ustar\00000");
    put(block, 329, "0000000\0"); // devmajor
    put(block, 337, "0000000\0"); // devminor
    put(block, CHECKSUM_AT, "%06o\0 ".formatted(checksum(block)));
    return block;
  }

  /**
   * Reads a plain entry.
   *
   * @throws IllegalArgumentException if it is anything but a file or directory without extensions;
   *     the message says what
   */
  static TarHeader read(byte[] block) {
    if (octal(block, CHECKSUM_AT, 8) != checksum(block)) {
      throw new IllegalArgumentException("has a header with a wrong checksum");
    }
    String magic = new String(block, 257, 8, StandardCharsets.ISO_8859_1);
    if (!magic.equals("ustar\00000") && !magic.equals("ustar  \0")) {
      throw new IllegalArgumentException("is not in the ustar format");
    }
    char type = block[156] == 0 ? FILE : (char) (block[156] & 0xff);
    String name = text(block, 0, 100);
    if ((type != FILE && type != DIRECTORY) || block[157] != 0 || block[345] != 0) {
      throw new IllegalArgumentException(
          "holds '" + printable(name) + "', which is no plain file (a link, or an extension)");
    }
    return new TarHeader(name, type, octal(block, 124, 12));
  }

  static String printable(String name) {
    return name.replaceAll("[^ -~]", "?");
  }

  private static String text(byte[] block, int from, int length) {
    int end = from;
    while (end < from + length && block[end] != 0) {
      end++;
    }
    return new String(block, from, end - from, StandardCharsets.ISO_8859_1);
  }

  private static long octal(byte[] block, int from, int length) {
    String digits = text(block, from, length).strip();
    if (!digits.matches("[0-7]{1,11}")) {
      throw new IllegalArgumentException("has a header with a number that is not octal");
    }
    return Long.parseLong(digits, 8);
  }

  /** Of all bytes, those of the checksum itself as spaces. */
  private static int checksum(byte[] block) {
    byte[] blank = block.clone();
    Arrays.fill(blank, CHECKSUM_AT, CHECKSUM_END, (byte) ' ');
    int sum = 0;
    for (byte one : blank) {
      sum += one & 0xff;
    }
    return sum;
  }

  private static void put(byte[] block, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }
}
