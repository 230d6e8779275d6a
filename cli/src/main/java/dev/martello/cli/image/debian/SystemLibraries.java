package dev.martello.cli.image.debian;

import dev.martello.cli.Refusal;
import dev.martello.cli.image.UserCache;
import dev.martello.cli.image.content.ImageFile;
import dev.martello.cli.image.content.ImageLayer;
import dev.martello.cli.image.elf.DynamicSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.TreeSet;

/**
 * The lowest layer of an image from scratch: the shared libraries that the layers above need, and
 * not one more.
 */
public record SystemLibraries(UserCache cache) {
  private static final String FOLDER = "/usr/lib/x86_64-linux-gnu/";
  private static final String DYNAMIC_LINKER = "ld-linux-x86-64.so.2";

  /**
   * Chooses and fetches them.
   *
   * @param above all layers above, whose ELF files say what they need
   * @throws Refusal if the packages can't be had, or lack what is needed
   */
  public ImageLayer layer(Collection<ImageLayer> above)
      throws Refusal, IOException, InterruptedException {
    var packages = DebianPackage.pinned();
    var unpacked = new DebianArchive(cache).unpacked(packages);
    var offered = new ArrayList<Library>();
    for (var wanted : packages) {
      offered.addAll(Library.in(unpacked.resolve(wanted.name()).resolve("root"), wanted.name()));
    }
    var present = new HashMap<String, DynamicSection>();
    for (var layer : above) {
      for (var file : layer.files()) {
        DynamicSection.of(file.source()).ifPresent(dynamic -> present.put(file.path(), dynamic));
      }
    }
    var files = new ArrayList<ImageFile>(AccountFiles.in(cache));
    var used = new TreeSet<String>();
    for (var library : LibraryChoice.choose(present, offered)) {
      files.add(new ImageFile(placeOf(library.soname()), library.file(), ImageFile.EXECUTABLE));
      used.add(library.packageName());
    }
    for (var name : used) {
      files.add(copyright(unpacked, name));
      // Where scanners look up which packages an image without dpkg is made of.
      var control = unpacked.resolve(name).resolve("control/control");
      files.add(new ImageFile("/var/lib/dpkg/status.d/" + name, control, ImageFile.PLAIN));
    }
    return ImageLayer.ofFiles("system libraries", files);
  }

  private static String placeOf(String soname) {
    // Every program has the absolute path of the dynamic linker in it.
    return soname.equals(DYNAMIC_LINKER) ? "/lib64/" + soname : FOLDER + soname;
  }

  /** Packages made from one source share a folder of documents; the others have a link to it. */
  private static ImageFile copyright(Path unpacked, String name) throws IOException {
    var documents = Path.of("root/usr/share/doc");
    var folder = unpacked.resolve(name).resolve(documents).resolve(name);
    var owner =
        Files.isSymbolicLink(folder)
            ? Files.readSymbolicLink(folder).getFileName().toString()
            : name;
    var source = unpacked.resolve(owner).resolve(documents).resolve(owner).resolve("copyright");
    return new ImageFile("/usr/share/doc/" + name + "/copyright", source, ImageFile.PLAIN);
  }
}
