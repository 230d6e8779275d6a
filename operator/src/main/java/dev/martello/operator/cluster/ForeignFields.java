package dev.martello.operator.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Fields of spec and data that others have added to an object of ours. Server-side apply leaves
 * them alone, since it compares only what it owns: so they are found by the owners that {@code
 * metadata.managedFields} names (structured-merge-diff's FieldsV1). Labels, annotations and status
 * belong to everybody.
 */
final class ForeignFields {
  private static final List<String> OURS_ALONE = List.of("f:spec", "f:data", "f:binaryData");
  private static final String ITSELF = ".";
  private static final String STATUS = "status";

  private ForeignFields() {}

  /** {@code manager: path} for each field that others own and we don't, sorted. */
  static SortedSet<String> added(HasMetadata object, String ourManager) {
    Map<String, Object> ours = new TreeMap<>();
    object.getMetadata().getManagedFields().stream()
        .filter(entry -> ourManager.equals(entry.getManager()))
        .forEach(entry -> merge(ours, fields(entry)));
    SortedSet<String> added = new TreeSet<>();
    for (ManagedFieldsEntry entry : object.getMetadata().getManagedFields()) {
      if (!ourManager.equals(entry.getManager()) && !STATUS.equals(entry.getSubresource())) {
        collect(entry.getManager() + ": ", fields(entry), ours, added);
      }
    }
    return added;
  }

  /** Other managers that own any field of spec or data, ours too. */
  static SortedSet<String> managers(HasMetadata object, String ourManager) {
    SortedSet<String> managers = new TreeSet<>();
    for (ManagedFieldsEntry entry : object.getMetadata().getManagedFields()) {
      if (!ourManager.equals(entry.getManager())
          && !STATUS.equals(entry.getSubresource())
          && !fields(entry).isEmpty()) {
        managers.add(entry.getManager());
      }
    }
    return managers;
  }

  private static Map<String, Object> fields(ManagedFieldsEntry entry) {
    Map<String, Object> roots = new TreeMap<>();
    if (entry.getFieldsV1() != null) {
      for (String root : OURS_ALONE) {
        Object below = entry.getFieldsV1().getAdditionalProperties().get(root);
        if (below != null) {
          roots.put(root, below);
        }
      }
    }
    return roots;
  }

  private static void collect(
      String path, Map<?, ?> theirs, Map<?, ?> ours, SortedSet<String> added) {
    theirs.forEach(
        (key, below) -> {
          if (ITSELF.equals(key)) {
            return;
          }
          String here = path + words(String.valueOf(key));
          Object own = ours.get(key);
          if (own == null) {
            added.add(here);
          } else if (below instanceof Map<?, ?> deeper
              && own instanceof Map<?, ?> ownDeeper
              && !ownDeeper.isEmpty()) {
            collect(here, deeper, ownDeeper, added);
          }
        });
  }

  private static String words(String key) {
    return key.startsWith("f:") ? "." + key.substring(2) : "[" + key.substring(2) + "]";
  }

  @SuppressWarnings("unchecked") // FieldsV1 is maps all the way down.
  private static void merge(Map<String, Object> into, Map<String, Object> from) {
    from.forEach(
        (key, value) -> {
          Map<String, Object> below =
              (Map<String, Object>) into.computeIfAbsent(key, k -> new TreeMap<String, Object>());
          if (value instanceof Map<?, ?> deeper) {
            merge(below, (Map<String, Object>) deeper);
          }
        });
  }
}
