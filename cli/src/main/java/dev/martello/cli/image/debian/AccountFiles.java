package dev.martello.cli.image.debian;

import dev.martello.cli.Refusal;
import dev.martello.cli.Sha256;
import dev.martello.cli.image.UserCache;
import dev.martello.cli.image.content.ImageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The files of {@code /etc} that the C library reads: who we are, and that names are looked up in
 * files, then by DNS.
 */
final class AccountFiles {
  private static final Map<String, String> CONTENT =
      Map.of(
          "passwd",
          """
          root:x:0:0:root:/:/sbin/nologin
          martello:x:65532:65532:martello:/martello:/sbin/nologin
          """,
          "group",
          """
          root:x:0:
          martello:x:65532:
          """,
          "nsswitch.conf",
          """
          passwd: files
          group: files
          hosts: files dns
          """);

  private AccountFiles() {}

  static List<ImageFile> in(UserCache cache) throws Refusal, IOException, InterruptedException {
    var key =
        Sha256.of(CONTENT.get("passwd") + CONTENT.get("group") + CONTENT.get("nsswitch.conf"))
            .substring(0, 20);
    var folder =
        cache.get(
            "etc/" + key,
            made -> {
              for (var file : CONTENT.entrySet()) {
                Files.writeString(made.resolve(file.getKey()), file.getValue());
              }
            });
    var files = new ArrayList<ImageFile>();
    for (var name : CONTENT.keySet()) {
      files.add(new ImageFile("/etc/" + name, folder.resolve(name), ImageFile.PLAIN));
    }
    return files;
  }
}
