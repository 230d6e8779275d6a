package dev.martello.cli.image.content;

import java.nio.file.Path;

/**
 * One regular file of an image.
 *
 * @param path where it lies in the image, absolute
 * @param source where its bytes are now; if this is a symbolic link, what it points to is taken
 * @param mode permission bits, such as 0644
 */
public record ImageFile(String path, Path source, int mode) {
  public static final int PLAIN = 0644;
  public static final int EXECUTABLE = 0755;
  public static final int READ_ONLY = 0444;

  public ImageFile {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("not absolute: " + path);
    }
    if ((mode & ~0777) != 0) {
      throw new IllegalArgumentException(
          path + ": an image holds no setuid, setgid or sticky file");
    }
  }
}
