package dev.martello.cli.image.classes;

import dev.martello.cli.image.JarCopy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A jar of the class path, as what is in it. */
record LibraryJar(Path path) {
  /** A class, perhaps for some versions of Java only (JEP 238). */
  private static final Pattern CLASS = Pattern.compile("(?:META-INF/versions/\\d+/)?(.+)\\.class");

  /** What makes native programs, or shrinks jars for Android, from it. */
  private static final Pattern FOR_TOOLS =
      Pattern.compile("META-INF/(native-image|proguard|com\\.android\\.tools)/.*");

  private static final String SERVICES = "META-INF/services/";

  /** By class: what it refers to, in whichever version of Java. */
  Map<String, ClassReferences> references() throws IOException {
    Map<String, ClassReferences> all = new HashMap<>();
    try (ZipFile zip = new ZipFile(path.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        Matcher name = CLASS.matcher(entry.getName());
        if (name.matches() && !entry.getName().endsWith("module-info.class")) {
          all.merge(name.group(1), ClassReferences.of(bytes(zip, entry)), LibraryJar::both);
        }
        if (entry.getName().startsWith(SERVICES)) {
          offer(entry.getName().substring(SERVICES.length()), bytes(zip, entry), all);
        }
      }
    }
    return all;
  }

  /** Whoever asks for a service gets to those who offer it. */
  private static void offer(String service, byte[] file, Map<String, ClassReferences> all) {
    Set<String> providers = new HashSet<>();
    for (String line : new String(file, StandardCharsets.UTF_8).split("\n", -1)) {
      providers.add(line.replaceFirst("#.*", "").strip().replace('.', '/'));
    }
    all.merge(
        service.replace('.', '/'), new ClassReferences(providers, Set.of()), LibraryJar::both);
  }

  private static ClassReferences both(ClassReferences one, ClassReferences other) {
    Set<String> linked = new HashSet<>(one.linked());
    linked.addAll(other.linked());
    Set<String> spelled = new HashSet<>(one.spelled());
    spelled.addAll(other.spelled());
    return new ClassReferences(linked, spelled);
  }

  /** With these classes only; what is no class stays, such as licences. */
  void copy(Path copy, Predicate<String> kept) throws IOException {
    JarCopy.write(
        path,
        copy,
        entry -> {
          Matcher name = CLASS.matcher(entry);
          return name.matches() ? kept.test(name.group(1)) : !FOR_TOOLS.matcher(entry).matches();
        });
  }

  private static byte[] bytes(ZipFile zip, ZipEntry entry) throws IOException {
    return zip.getInputStream(entry).readAllBytes();
  }
}
