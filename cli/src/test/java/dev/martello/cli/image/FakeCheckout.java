package dev.martello.cli.image;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A checkout in which 'mvn package' seems to have run. */
public record FakeCheckout(Path home) {
  public static FakeCheckout in(Path home) throws IOException {
    var runtime = home.resolve("inference-runtime/target");
    classes(
        runtime.resolve("inference-runtime-1.jar"),
        Map.of("dev.martello.runtime.Main", List.of("io.netty.Used")));
    jar(runtime.resolve("inference-runtime-1-sources.jar"), Map.of("A.java", "a"));
    classes(
        runtime.resolve("lib/netty-4.jar"),
        Map.of("io.netty.Used", List.of(), "io.netty.Unused", List.of("io.netty.Used")));
    classes(runtime.resolve("lib/unused-1.jar"), Map.of("unused.All", List.of("io.netty.Used")));
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
    entries.put("ThirdPartyNotices.txt", "notices");
    jar(
        file,
        entries,
        Map.of(
            "ai/onnxruntime/OrtSession.class", classFile("ai.onnxruntime.OrtSession", List.of())));
  }

  /** A jar with classes, each of which has fields of other classes. */
  private static void classes(Path file, Map<String, List<String>> fields) throws IOException {
    var files = new TreeMap<String, byte[]>();
    fields.forEach(
        (name, types) -> files.put(name.replace('.', '/') + ".class", classFile(name, types)));
    jar(file, Map.of(), files);
  }

  private static byte[] classFile(String name, List<String> fields) {
    return ClassFile.of()
        .build(
            ClassDesc.of(name),
            made -> fields.forEach(type -> made.withField("f", ClassDesc.of(type), 0)));
  }

  public static void jar(Path file, Map<String, String> entries) throws IOException {
    jar(file, entries, Map.of());
  }

  private static void jar(Path file, Map<String, String> texts, Map<String, byte[]> others)
      throws IOException {
    var entries = new TreeMap<>(others);
    texts.forEach((name, text) -> entries.put(name, text.getBytes(StandardCharsets.UTF_8)));
    Files.createDirectories(file.getParent());
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (var entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
  }
}
