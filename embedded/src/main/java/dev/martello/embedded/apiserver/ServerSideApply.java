package dev.martello.embedded.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Server-side apply on the part of an object that one endpoint may write; pure.
 *
 * @param live that part as it is now; empty for an object that is about to be created
 */
record ServerSideApply(ObjectNode live, List<FieldOwner> owners, Schema schema) {

  record Applied(ObjectNode merged, List<FieldOwner> owners) {}

  /**
   * @param writer who applies, with no fields yet
   * @param force take fields from other owners instead of refusing
   * @throws ApiRefusal 409, naming fields and owners, if another owner holds another value
   */
  Applied apply(ObjectNode applied, FieldOwner writer, boolean force, String now) {
    FieldSet wanted = FieldPaths.of(applied, schema);
    FieldSet changed = Ownership.changed(live, applied, wanted);
    List<FieldOwner> others = owners.stream().filter(o -> !o.isSameEntry(writer)).toList();
    if (!force) {
      refuseConflicts(changed, others);
    }

    ObjectNode merged = new Merge(schema).merge(live, applied);
    FieldSet ofOthers =
        others.stream().map(FieldOwner::fields).reduce(FieldSet.empty(), FieldSet::plus);
    FieldSet kept = ofOthers.plus(wanted);
    FieldSet dropped =
        owners.stream()
            .filter(writer::isSameEntry)
            .map(FieldOwner::fields)
            .reduce(FieldSet.empty(), FieldSet::plus)
            .minus(kept);
    Removal.remove(merged, dropped, kept);
    return new Applied(
        merged, Ownership.afterApply(owners, writer.with(wanted, now), changed, now));
  }

  private static void refuseConflicts(FieldSet changed, List<FieldOwner> others) {
    String conflicts =
        others.stream()
            .flatMap(
                other ->
                    changed.only(other.fields()::contains).paths().stream()
                        .map(path -> "\"%s\" of %s".formatted(other.manager(), readable(path))))
            .sorted()
            .collect(Collectors.joining(", "));
    if (!conflicts.isEmpty()) {
      throw ApiRefusal.conflict("Apply failed with conflicts: conflicts with " + conflicts);
    }
  }

  private static String readable(List<String> path) {
    return path.stream()
        .map(e -> e.startsWith("f:") ? "." + e.substring(2) : "[" + e.substring(2) + "]")
        .collect(Collectors.joining());
  }
}
