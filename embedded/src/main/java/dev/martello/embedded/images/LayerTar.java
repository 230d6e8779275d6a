package dev.martello.embedded.images;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A layer's tar stream (POSIX ustar with pax and GNU long names). Only directories and regular
 * files are made; links, devices and whiteouts are refused, and so is every path that leaves the
 * target: a model has no use for any of them.
 */
final class LayerTar {
  private static final int BLOCK = 512;
  private static final int MAX_NAME = 4096;

  private final InputStream tar;

  LayerTar(InputStream tar) {
    this.tar = tar;
  }

  void unpack(Path into) throws ImageUnreadable, IOException {
    String longName = "";
    for (byte[] header = next(); header.length > 0; header = next()) {
      long size = octal(header, 124, 12);
      char type = (char) header[156];
      String name = longName.isEmpty() ? name(header) : longName;
      longName = "";
      switch (type) {
        case 'x' -> longName = paxPath(text(size));
        case 'L' -> longName = text(size).replace("\0", "");
        case 'g' -> skip(padded(size));
        case '5' -> Files.createDirectories(inside(into, name));
        case '0', '\0' -> write(inside(into, name), size);
        default ->
            throw new ImageUnreadable(
                "layer entry \"%s\" is neither file nor directory (type %s)".formatted(name, type));
      }
    }
  }

  private static Path inside(Path into, String name) throws ImageUnreadable {
    Path target = into.resolve(name.replaceFirst("^/+", "")).normalize();
    if (!target.startsWith(into.normalize())) {
      throw new ImageUnreadable("layer entry \"" + name + "\" leads out of the image");
    }
    if (String.valueOf(target.getFileName()).startsWith(".wh.")) {
      throw new ImageUnreadable("layer entry \"" + name + "\" deletes from a lower layer");
    }
    return target;
  }

  private void write(Path target, long size) throws IOException {
    Files.createDirectories(target.resolveSibling("."));
    try (OutputStream out = Files.newOutputStream(target)) {
      byte[] buffer = new byte[1 << 16];
      for (long left = size; left > 0; ) {
        int read = tar.readNBytes(buffer, 0, (int) Math.min(left, buffer.length));
        if (read == 0) {
          throw new IOException("the layer ends in the middle of " + target.getFileName());
        }
        out.write(buffer, 0, read);
        left -= read;
      }
    }
    skip(padded(size) - size);
  }

  private byte[] next() throws IOException {
    byte[] header = tar.readNBytes(BLOCK);
    boolean end = header.length < BLOCK || header[0] == 0;
    return end ? new byte[0] : header;
  }

  private String text(long size) throws ImageUnreadable, IOException {
    if (size > MAX_NAME) {
      throw new ImageUnreadable("a layer entry's extended header is too long: " + size + " bytes");
    }
    byte[] content = tar.readNBytes((int) size);
    skip(padded(size) - size);
    return new String(content, StandardCharsets.UTF_8);
  }

  /** The path record of a pax header: lines of {@code LENGTH key=value}. */
  private static String paxPath(String records) {
    return records
        .lines()
        .map(record -> record.substring(record.indexOf(' ') + 1))
        .filter(record -> record.startsWith("path="))
        .map(record -> record.substring("path=".length()))
        .findFirst()
        .orElse("");
  }

  private static String name(byte[] header) {
    String prefix = field(header, 345, 155);
    String name = field(header, 0, 100);
    boolean ustar = field(header, 257, 5).equals("ustar");
    return ustar && !prefix.isEmpty() ? prefix + "/" + name : name;
  }

  private static long octal(byte[] header, int offset, int length) throws ImageUnreadable {
    String digits = field(header, offset, length).strip();
    try {
      return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    } catch (NumberFormatException e) {
      throw new ImageUnreadable("a layer entry's size is not octal: " + digits);
    }
  }

  private static String field(byte[] header, int offset, int length) {
    int end = offset;
    while (end < offset + length && header[end] != 0) {
      end++;
    }
    return new String(header, offset, end - offset, StandardCharsets.UTF_8);
  }

  private static long padded(long size) {
    return (size + BLOCK - 1) / BLOCK * BLOCK;
  }

  private void skip(long bytes) throws IOException {
    tar.skipNBytes(bytes);
  }
}
