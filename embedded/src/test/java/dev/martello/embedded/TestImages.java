package dev.martello.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/** Makes OCI layouts with one layer. */
public final class TestImages {
  private TestImages() {}

  /** Writes an image whose one layer is {@code tar}, and returns its reference. */
  public static String write(Path layout, byte[] tar, boolean gzip) throws IOException {
    byte[] layer = gzip ? gzipped(tar) : tar;
    String type = "application/vnd.oci.image.layer.v1.tar" + (gzip ? "+gzip" : "");
    String manifest =
        "{\"schemaVersion\":2,\"layers\":[{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}]}"
            .formatted(type, blob(layout, layer), layer.length);
    return "models/example@" + blob(layout, manifest.getBytes(StandardCharsets.UTF_8));
  }

  /** One ustar entry with its content, padded. */
  public static byte[] entry(String name, char type, String content) {
    byte[] body = content.getBytes(StandardCharsets.UTF_8);
    byte[] block = new byte[512 + (body.length + 511) / 512 * 512];
    put(block, 0, name);
    put(block, 100, "0000644");
    put(block, 124, "%011o".formatted(body.length));
    block[156] = (byte) type;
    put(block, 257, "ustar\00000");
    System.arraycopy(body, 0, block, 512, body.length);
    return block;
  }

  public static byte[] tar(byte[]... entries) {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    for (byte[] entry : entries) {
      tar.writeBytes(entry);
    }
    tar.writeBytes(new byte[1024]);
    return tar.toByteArray();
  }

  public static Path blobPath(Path layout, String digest) {
    return layout.resolve("blobs").resolve(digest.replace(':', '/'));
  }

  private static String blob(Path layout, byte[] content) throws IOException {
    String digest = "sha256:" + sha256(content);
    Path path = blobPath(layout, digest);
    Files.createDirectories(path.getParent());
    Files.write(path, content);
    return digest;
  }

  private static void put(byte[] block, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, block, offset, bytes.length);
  }

  private static byte[] gzipped(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    }
    return out.toByteArray();
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
