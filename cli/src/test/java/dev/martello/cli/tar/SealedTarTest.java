package dev.martello.cli.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.martello.cli.Refusal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedTarTest {
  private static final int ROUNDS = Integer.getInteger("martello.fuzz.rounds", 2_000);

  @TempDir private Path temporary;
  private Path model;

  @BeforeEach
  void makeFiles() throws Exception {
    model = Files.createDirectory(temporary.resolve("model"));
    for (String name : SealedTar.FILES) {
      Files.write(
          model.resolve(name),
          ("content of " + name + "x".repeat(700)).getBytes(StandardCharsets.UTF_8));
    }
  }

  private byte[] written() throws Exception {
    Path tar = temporary.resolve("written-" + System.nanoTime() + ".tar");
    SealedTar.write(model, tar);
    return Files.readAllBytes(tar);
  }

  @Test
  void theSameModelGivesTheSameBytesAsGnuTarWrites() throws Exception {
    byte[] ours = written();
    assertThat(written()).isEqualTo(ours);
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/tar")), "skipped: no tar here");
    Path theirs = temporary.resolve("theirs.tar");
    List<String> command =
        new ArrayList<>(
            List.of("tar", "--format=ustar", "--owner=0", "--group=0", "--numeric-owner"));
    command.addAll(
        List.of("--mode=0444", "--mtime=@0", "-C", model.toString(), "-cf", theirs.toString()));
    command.addAll(SealedTar.FILES);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assumeTrue(process.exitValue() == 0, "skipped: this tar is not GNU's: " + said);
    assertThat(ours).isEqualTo(Files.readAllBytes(theirs));
  }

  @Test
  void whatWasWrittenIsReadAgain() throws Exception {
    readsBack(written());
  }

  @Test
  void whatOtherTarsWriteOfADirectoryIsRead() throws Exception {
    for (String format : List.of("ustar", "gnu")) {
      Path tar = temporary.resolve(format + ".tar");
      Process process =
          new ProcessBuilder(
                  "tar", "--format=" + format, "-C", model.toString(), "-cf", tar.toString(), ".")
              .redirectErrorStream(true)
              .start();
      process.getInputStream().readAllBytes();
      assumeTrue(
          process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0, "skipped: no GNU tar");
      readsBack(Files.readAllBytes(tar));
    }
  }

  private void readsBack(byte[] tar) throws Exception {
    Path out = Files.createTempDirectory(temporary, "out");
    SealedTar.extract(new ByteArrayInputStream(tar), "t", out);
    try (var files = Files.list(out)) {
      assertThat(files).hasSize(4);
    }
    for (String name : SealedTar.FILES) {
      assertThat(out.resolve(name)).hasSameBinaryContentAs(model.resolve(name));
    }
  }

  @Test
  void namesOutsideLinksExtensionsAndSecondEntriesAreRefused() throws Exception {
    for (String name :
        List.of(
            "../evil",
            "/etc/passwd",
            "sub/model.sig",
            "./../model.sig",
            "model.sig/",
            "MODEL.SIG",
            ".")) {
      refused(tar(entry(name, TarConstants.LF_NORMAL, "x")), "holds");
    }
    for (byte type :
        new byte[] {
          TarConstants.LF_LINK, TarConstants.LF_SYMLINK, TarConstants.LF_CHR, TarConstants.LF_FIFO
        }) {
      TarArchiveEntry link = new TarArchiveEntry("model.sig", type);
      link.setLinkName("/etc/passwd");
      refused(tar(new Entry(link, new byte[0])), "no plain file");
    }
    TarArchiveEntry longName = new TarArchiveEntry("a".repeat(300));
    refused(tar(new Entry(longName, new byte[0])), "no plain file");
    refused(
        tar(
            entry("model.sig", TarConstants.LF_NORMAL, "x"),
            entry("model.sig", TarConstants.LF_NORMAL, "y")),
        "twice");
    refused(tar(entry("model.sig", TarConstants.LF_NORMAL, "x")), "has no manifest.json");
    refused(new byte[0], "ends too early");
    refused(Files.readAllBytes(model.resolve("model.sig")), "");
  }

  @Test
  void bombsAreRefusedBeforeAnythingIsWritten() throws Exception {
    byte[] header = new TarHeader("model.sig", TarHeader.FILE, 0xffffffffL).write();
    refused(header, "4294967295 bytes");
    refused(new TarHeader("model.onnx.enc", TarHeader.FILE, 8L << 30 - 1).write(), "bytes");
    refused(new TarHeader("manifest.json", TarHeader.FILE, 1024 * 1024 + 1).write(), "bytes");
    // An end that never ends: zeros for ever.
    InputStream zeros =
        new InputStream() {
          @Override
          public int read() {
            return 0;
          }
        };
    assertThatThrownBy(() -> SealedTar.extract(zeros, "t", temporary)).isInstanceOf(Refusal.class);
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    for (int i = 0; i < 100; i++) {
      many.write(new TarHeader("./", TarHeader.DIRECTORY, 0).write());
    }
    refused(many.toByteArray(), "too many");
  }

  @Test
  void whatComesAfterTheEndIsRefused() throws Exception {
    byte[] tar = written();
    byte[] hidden = tar.clone();
    hidden[tar.length - 1] = 1;
    refused(hidden, "does not end");
    refused(Arrays.copyOf(tar, tar.length + 100_000), "does not end");
    for (int length = 0; length < tar.length - 10_240; length += 97) {
      refused(Arrays.copyOf(tar, length), "");
    }
  }

  /** Mutates a good tar from a fixed seed: it is read or refused, and nothing lies elsewhere. */
  @Test
  void anyOtherBytesAreReadOrRefused() throws Exception {
    byte[] good = written();
    Random random = new Random(20);
    Path out = Files.createTempDirectory(temporary, "fuzz");
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = good.clone();
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        int header = random.nextInt(4) * (good.length - 8192) / 4 / 512 * 512;
        int at = random.nextInt(4) > 0 ? header + random.nextInt(512) : random.nextInt(good.length);
        bytes[at] =
            random.nextBoolean() ? (byte) ('0' + random.nextInt(8)) : (byte) random.nextInt(256);
      }
      try {
        SealedTar.extract(new ByteArrayInputStream(bytes), "t", out);
      } catch (Refusal e) {
        assertThat(e.getMessage()).startsWith("t: ");
      } finally {
        for (String name : SealedTar.FILES) {
          Files.deleteIfExists(out.resolve(name));
        }
      }
    }
    assertThat(out).isEmptyDirectory();
  }

  private record Entry(TarArchiveEntry header, byte[] content) {}

  private static Entry entry(String name, byte type, String content) {
    TarArchiveEntry header = new TarArchiveEntry(name, type);
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    header.setSize(bytes.length);
    return new Entry(header, bytes);
  }

  private static byte[] tar(Entry... entries) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes)) {
      out.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
      for (Entry entry : entries) {
        out.putArchiveEntry(entry.header());
        if (!entry.header().isDirectory()) {
          out.write(entry.content());
        }
        out.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private void refused(byte[] tar, String why) throws Exception {
    Path out = Files.createTempDirectory(temporary, "refused");
    assertThatThrownBy(() -> SealedTar.extract(new ByteArrayInputStream(tar), "t", out))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining(why);
    try (var files = Files.list(out)) {
      assertThat(files).allMatch(file -> SealedTar.FILES.contains(file.getFileName().toString()));
    }
  }
}
