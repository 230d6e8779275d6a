package dev.martello.cli.image.classes;

import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.util.HashSet;
import java.util.Set;

/**
 * What a class file names (JVMS section 4.4): everything that looks like a class, so rather too
 * much than too little. Names are internal ones, such as {@code java/lang/String}.
 *
 * @param linked from code, signatures and annotations
 * @param spelled in a string with dots, perhaps for {@code Class.forName}
 */
record ClassReferences(Set<String> linked, Set<String> spelled) {
  static ClassReferences of(byte[] classFile) {
    Set<String> linked = new HashSet<>();
    Set<String> spelled = new HashSet<>();
    for (PoolEntry entry : ClassFile.of().parse(classFile).constantPool()) {
      if (entry instanceof Utf8Entry utf8) {
        read(utf8.stringValue(), linked, spelled);
      }
    }
    return new ClassReferences(linked, spelled);
  }

  private static void read(String text, Set<String> linked, Set<String> spelled) {
    if (text.indexOf('/') >= 0) {
      linked.add(text);
      for (int start = text.indexOf('L'); start >= 0; start = text.indexOf('L', start + 1)) {
        linked.add(text.substring(start + 1, end(text, start + 1)));
      }
    } else if (text.indexOf('.') > 0) {
      spelled.add(text.replace('.', '/'));
    }
  }

  /** Of a class in a descriptor or signature, JVMS sections 4.3.2 and 4.7.9.1. */
  private static int end(String text, int start) {
    int end = start;
    while (end < text.length() && text.charAt(end) != ';' && text.charAt(end) != '<') {
      end++;
    }
    return end;
  }
}
