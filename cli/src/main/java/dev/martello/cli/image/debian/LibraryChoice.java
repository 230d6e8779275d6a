package dev.martello.cli.image.debian;

import dev.martello.cli.Refusal;
import dev.martello.cli.image.elf.DynamicSection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Which libraries a set of ELF files needs: those that they name, those that these name, and so on.
 */
final class LibraryChoice {
  private static final String OTHER_JDK =
      "run martello with a JDK built for older systems, such as Temurin 25 (MARTELLO_JAVA_HOME), or give a newer --base";

  private LibraryChoice() {}

  /**
   * @param present the files that are there, by path
   * @param offered what may be chosen
   * @throws Refusal if a library is not on offer, or not in the version that is needed
   */
  static List<Library> choose(Map<String, DynamicSection> present, Collection<Library> offered)
      throws Refusal {
    var bySoname = new HashMap<String, Library>();
    offered.forEach(library -> bySoname.put(library.soname(), library));
    var known = new HashSet<String>();
    present.values().forEach(dynamic -> known.add(dynamic.soname()));
    var all = new HashMap<>(present);
    var open = new ArrayDeque<>(present.entrySet());
    var chosen = new ArrayList<Library>();
    while (!open.isEmpty()) {
      var next = open.remove();
      for (var soname : next.getValue().needed()) {
        if (known.add(soname)) {
          var library = bySoname.get(soname);
          if (library == null) {
            throw new Refusal(
                next.getKey() + " needs " + soname + ", which no pinned package has: " + OTHER_JDK);
          }
          chosen.add(library);
          all.put(soname, library.dynamic());
          open.add(Map.entry(soname, library.dynamic()));
        }
      }
    }
    checkVersions(all);
    return chosen;
  }

  private static void checkVersions(Map<String, DynamicSection> all) throws Refusal {
    var versions = new HashSet<String>();
    all.values().forEach(dynamic -> versions.addAll(dynamic.offeredVersions()));
    for (var file : all.entrySet()) {
      for (var version : file.getValue().neededVersions()) {
        if (!versions.contains(version)) {
          throw new Refusal(
              file.getKey()
                  + " needs "
                  + version
                  + ", newer than the pinned packages: "
                  + OTHER_JDK);
        }
      }
    }
  }
}
