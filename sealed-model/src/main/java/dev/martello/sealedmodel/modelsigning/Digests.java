package dev.martello.sealedmodel.modelsigning;

import dev.martello.sealedmodel.encoding.Hex;
import dev.martello.sealedmodel.encoding.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The digests of files or of their shards (section 6.3), on as many threads as there are cores. */
final class Digests {
  private static final int BUFFER = 64 * 1024;

  private Digests() {}

  /** A range of a file under the name that a resource has. */
  private record Range(String name, Path file, long start, long end) {}

  /**
   * Resource names and their SHA-256 in hex.
   *
   * @param wanted which resources to compute; others are named with an empty digest
   */
  static Map<String, String> of(
      Map<String, Path> files, Serialization serialization, Predicate<String> wanted)
      throws IOException {
    List<Range> ranges = new ArrayList<>();
    for (Map.Entry<String, Path> file : files.entrySet()) {
      ranges.addAll(ranges(file.getKey(), file.getValue(), serialization));
    }
    try {
      return ranges.parallelStream()
          .collect(
              Collectors.toMap(
                  Range::name,
                  range -> wanted.test(range.name()) ? digest(range) : "",
                  (a, b) -> a,
                  TreeMap::new));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static List<Range> ranges(String name, Path file, Serialization serialization)
      throws IOException {
    long length = Files.size(file);
    if (serialization.shardSize().isEmpty()) {
      return List.of(new Range(name, file, 0, Long.MAX_VALUE));
    }
    long size = serialization.shardSize().getAsLong();
    List<Range> shards = new ArrayList<>();
    for (long start = 0; start < length; start += size) {
      long end = length - start < size ? length : start + size;
      shards.add(new Range(name + ":" + start + ":" + end, file, start, end));
    }
    return shards;
  }

  private static String digest(Range range) {
    MessageDigest digest = Sha256.start();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    try (FileChannel channel = FileChannel.open(range.file())) {
      long at = range.start();
      while (at < range.end()) {
        buffer.clear().limit((int) Math.min(BUFFER, range.end() - at));
        int read = channel.read(buffer, at);
        if (read < 0) {
          break; // a file that became shorter has another digest, which is refused
        }
        digest.update(buffer.array(), 0, read);
        at += read;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Hex.of(digest.digest());
  }
}
