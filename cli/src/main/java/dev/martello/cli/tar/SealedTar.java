package dev.martello.cli.tar;

import dev.martello.cli.Refusal;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A sealed model in one tar file: its four files and nothing else. The same model gives the same
 * bytes. Reading takes what any tar writes of such files, and refuses links, other names, second
 * entries of a name, and whatever would fill the disk.
 */
public final class SealedTar {
  /** As GNU tar would get them in this order. */
  static final List<String> FILES =
      List.of("manifest.json", "model.key.p7m", "model.onnx.enc", "model.sig");

  private static final String BULK = "model.onnx.enc";
  private static final long MOST_SMALL = 1024 * 1024;

  /** 2 GiB of plaintext in the smallest sensible segments, with room to spare. */
  private static final long MOST_BULK = 3L << 30;

  private static final int MOST_ENTRIES = 8;
  private static final int RECORD = 20 * TarHeader.BLOCK;
  private static final int COPY = 64 * 1024;

  private SealedTar() {}

  /**
   * Writes the four files of a directory.
   *
   * @throws java.nio.file.FileAlreadyExistsException if the file is there already
   */
  public static void write(Path directory, Path file) throws IOException {
    try (OutputStream out =
        new BufferedOutputStream(
            Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            COPY)) {
      long written = 0;
      for (String name : FILES) {
        Path source = directory.resolve(name);
        long size = Files.size(source);
        out.write(new TarHeader(name, TarHeader.FILE, size).write());
        try (InputStream in = Files.newInputStream(source)) {
          if (in.transferTo(out) != size) {
            throw new IOException(source + ": changed while it was read");
          }
        }
        out.write(new byte[padding(size)]);
        written += TarHeader.BLOCK + size + padding(size);
      }
      long end = written + 2 * TarHeader.BLOCK;
      out.write(new byte[(int) ((end + RECORD - 1) / RECORD * RECORD - written)]);
    }
  }

  /**
   * Unpacks the four files.
   *
   * @param directory that is empty
   * @throws Refusal if the tar holds anything else, or less; what was unpacked stays then
   */
  public static void extract(Path file, Path directory) throws Refusal, IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), COPY)) {
      extract(in, file.toString(), directory);
    }
  }

  static void extract(InputStream in, String where, Path directory) throws Refusal, IOException {
    Set<String> seen = new HashSet<>();
    for (int entries = 0; entries < MOST_ENTRIES; entries++) {
      byte[] block = in.readNBytes(TarHeader.BLOCK);
      if (block.length < TarHeader.BLOCK) {
        throw refused(where, "ends too early");
      }
      if (isZero(block)) {
        requireNothingMore(in, where);
        requireAll(seen, where);
        return;
      }
      TarHeader header = header(block, where);
      String name = header.name().startsWith("./") ? header.name().substring(2) : header.name();
      if (header.type() == TarHeader.DIRECTORY && name.isEmpty() && header.size() == 0) {
        continue; // "tar -C model ." begins with it
      }
      if (header.type() == TarHeader.DIRECTORY || !FILES.contains(name)) {
        throw refused(where, "holds '" + TarHeader.printable(header.name()) + "'");
      }
      if (!seen.add(name)) {
        throw refused(where, "holds " + name + " twice");
      }
      if (header.size() > (name.equals(BULK) ? MOST_BULK : MOST_SMALL)) {
        throw refused(where, "says that " + name + " has " + header.size() + " bytes");
      }
      copy(in, header.size(), directory.resolve(name), where);
    }
    throw refused(where, "holds too many entries");
  }

  private static TarHeader header(byte[] block, String where) throws Refusal {
    try {
      return TarHeader.read(block);
    } catch (IllegalArgumentException e) {
      throw refused(where, String.valueOf(e.getMessage()));
    }
  }

  private static void copy(InputStream in, long size, Path target, String where)
      throws Refusal, IOException {
    byte[] buffer = new byte[COPY];
    try (OutputStream out =
        Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (long left = size; left > 0; ) {
        int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (n < 0) {
          throw refused(where, "ends within " + target.getFileName());
        }
        out.write(buffer, 0, n);
        left -= n;
      }
    }
    if (in.readNBytes(padding(size)).length != padding(size)) {
      throw refused(where, "ends within " + target.getFileName());
    }
  }

  /** A second zero block, and zeros up to a whole record. */
  private static void requireNothingMore(InputStream in, String where) throws Refusal, IOException {
    byte[] rest = in.readNBytes(2 * RECORD);
    if (rest.length < TarHeader.BLOCK || rest.length == 2 * RECORD || !isZero(rest)) {
      throw refused(where, "does not end where its entries do");
    }
  }

  private static void requireAll(Set<String> seen, String where) throws Refusal {
    for (String name : FILES) {
      if (!seen.contains(name)) {
        throw refused(where, "has no " + name);
      }
    }
  }

  private static int padding(long size) {
    return (int) (-size & TarHeader.BLOCK - 1);
  }

  private static boolean isZero(byte[] bytes) {
    return Arrays.equals(bytes, new byte[bytes.length]);
  }

  private static Refusal refused(String where, String what) {
    return new Refusal(
        where + ": " + what + ": a sealed model's tar holds exactly the plain files " + FILES);
  }
}
