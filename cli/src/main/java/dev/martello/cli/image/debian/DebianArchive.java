package dev.martello.cli.image.debian;

import dev.martello.cli.Refusal;
import dev.martello.cli.Sha256;
import dev.martello.cli.image.Tool;
import dev.martello.cli.image.Trees;
import dev.martello.cli.image.UserCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Fetches pinned packages with the host's apt (needs no root, installs nothing) and unpacks those
 * whose SHA-256 is the pinned one.
 */
record DebianArchive(UserCache cache) {
  private static final String INSTEAD =
      "build on Debian 12 after `apt-get update`, or take the system libraries from a base image with --base IMAGE@sha256:…";

  /**
   * The packages unpacked: below the result, one folder a package, in it {@code root/} and {@code
   * control/}.
   */
  Path unpacked(List<DebianPackage> packages) throws Refusal, IOException, InterruptedException {
    var key = Sha256.of(packages.toString()).substring(0, 20);
    return cache.get("debian/" + key, made -> fetch(packages, made));
  }

  private static void fetch(List<DebianPackage> packages, Path made)
      throws Refusal, IOException, InterruptedException {
    var downloads = Files.createDirectory(made.resolve(".downloads"));
    var names = packages.stream().map(DebianPackage::aptName);
    Tool.run(
        downloads,
        Stream.concat(Stream.of("apt-get", "--quiet", "download"), names).toList(),
        INSTEAD);
    for (var wanted : packages) {
      var file = downloaded(downloads, wanted);
      var sha256 = Sha256.of(file);
      if (!sha256.equals(wanted.sha256())) {
        throw new Refusal(
            "%s has SHA-256 %s, pinned is %s: do not use it; look at the package source of this host"
                .formatted(file.getFileName(), sha256, wanted.sha256()));
      }
      var folder = Files.createDirectory(made.resolve(wanted.name()));
      Tool.run(
          made,
          List.of("dpkg-deb", "--extract", file.toString(), folder.resolve("root").toString()),
          INSTEAD);
      Tool.run(
          made,
          List.of("dpkg-deb", "--control", file.toString(), folder.resolve("control").toString()),
          INSTEAD);
    }
    Trees.delete(downloads);
  }

  private static Path downloaded(Path downloads, DebianPackage wanted) throws Refusal, IOException {
    try (var files = Files.list(downloads)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(wanted.name() + "_"))
          .findFirst()
          .orElseThrow(
              () ->
                  new Refusal(
                      "apt-get downloaded no file for " + wanted.aptName() + ": " + INSTEAD));
    }
  }
}
