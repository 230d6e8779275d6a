package dev.martello.cli.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A checkout in which 'mvn package' seems to have run. */
public record FakeCheckout(Path home) {
  public static FakeCheckout in(Path home) throws IOException {
    var runtime = home.resolve("inference-runtime/target");
    jar(runtime.resolve("inference-runtime-1.jar"), Map.of("A.class", "a"));
    jar(runtime.resolve("inference-runtime-1-sources.jar"), Map.of("A.java", "a"));
    jar(runtime.resolve("lib/netty-4.jar"), Map.of("B.class", "b"));
    onnxRuntime(runtime.resolve("lib/onnxruntime-1.28.0.jar"));
    jar(home.resolve("operator/target/operator-1.jar"), Map.of("C.class", "c"));
    jar(home.resolve("operator/target/lib/client-7.jar"), Map.of("D.class", "d"));
    return new FakeCheckout(home);
  }

  public static void onnxRuntime(Path file) throws IOException {
    var entries = new TreeMap<String, String>();
    for (var platform : new String[] {"linux-x64", "linux-aarch64", "osx-aarch64"}) {
      entries.put(
          "ai/onnxruntime/native/" + platform + "/libonnxruntime.so", "runtime " + platform);
      entries.put(
          "ai/onnxruntime/native/" + platform + "/libonnxruntime4j_jni.so", "jni " + platform);
      entries.put(
          "ai/onnxruntime/native/" + platform + "/libonnxruntime.dSYM/Contents/Info.plist",
          "debug");
    }
    entries.put("ai/onnxruntime/OrtSession.class", "class");
    entries.put("ThirdPartyNotices.txt", "notices");
    jar(file, entries);
  }

  public static void jar(Path file, Map<String, String> entries) throws IOException {
    Files.createDirectories(file.getParent());
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (var entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
  }
}
