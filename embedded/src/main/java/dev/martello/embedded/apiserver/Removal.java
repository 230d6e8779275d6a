package dev.martello.embedded.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/** The other half of server-side apply: fields that their only owner applies no longer. */
final class Removal {
  private Removal() {}

  /** Removes {@code dropped} from {@code object}, sparing whatever {@code kept} reaches into. */
  static void remove(ObjectNode object, FieldSet dropped, FieldSet kept) {
    // An item goes as a whole, while its key still tells which one it is; then what is left of it.
    List<List<String>> outermostFirst = new ArrayList<>(dropped.paths());
    outermostFirst.sort(Comparator.comparingInt(List::size));
    for (List<String> path : outermostFirst) {
      if (!kept.reachesInto(path) && !isItemKey(path)) {
        removeOne(object, path);
        removeEmptied(object, path.subList(0, path.size() - 1), kept);
      }
    }
  }

  /** A field that names the item it is in stays as long as the item. */
  private static boolean isItemKey(List<String> path) {
    String item = path.size() < 2 ? "" : path.get(path.size() - 2);
    return item.startsWith("k:") && Json.parse(item.substring(2)).has(path.getLast().substring(2));
  }

  /** A parent that nobody owns and in which nothing is left goes too. */
  private static void removeEmptied(ObjectNode object, List<String> path, FieldSet kept) {
    List<String> parent = path;
    while (!parent.isEmpty() && !parent.getLast().startsWith("k:") && !kept.contains(parent)) {
      JsonNode value = FieldPaths.resolve(object, parent);
      if (!value.isContainerNode() || !value.isEmpty()) {
        return;
      }
      removeOne(object, parent);
      parent = parent.subList(0, parent.size() - 1);
    }
  }

  private static void removeOne(ObjectNode object, List<String> path) {
    JsonNode parent = FieldPaths.resolve(object, path.subList(0, path.size() - 1));
    String element = path.getLast();
    if (parent instanceof ObjectNode fields) {
      fields.remove(element.substring(2));
    } else if (parent instanceof ArrayNode list) {
      Iterator<JsonNode> items = list.elements();
      while (items.hasNext()) {
        if (FieldPaths.isItem(items.next(), element)) {
          items.remove();
        }
      }
    }
  }
}
