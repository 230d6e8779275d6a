package dev.martello.cli.image.classes;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which classes a program can come to, from where it begins. A class that a string names counts if
 * it lies in the same jar: across jars, such a string is how a library looks whether another one
 * happens to be there.
 *
 * @param jars for each, what its classes refer to by the class's internal name
 */
record Reachability(List<Map<String, ClassReferences>> jars) {
  /** All that the roots need, with the roots. */
  Set<String> from(Set<String> roots) {
    Set<String> reached = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      String name = open.pop();
      if (jars.stream().anyMatch(jar -> jar.containsKey(name)) && reached.add(name)) {
        jars.forEach(jar -> follow(name, jar, open));
      }
    }
    return reached;
  }

  /** Several jars may know a name: who offers a service need not be in the service's own. */
  private static void follow(String name, Map<String, ClassReferences> jar, Deque<String> open) {
    ClassReferences references = jar.get(name);
    if (references != null) {
      open.addAll(references.linked());
      references.spelled().stream().filter(jar::containsKey).forEach(open::add);
    }
  }
}
