package dev.martello.embedded.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Who owns which field after a write. */
final class Ownership {
  private Ownership() {}

  /** After an apply: the writer owns what it applied; others lose what it took from them. */
  static List<FieldOwner> afterApply(
      List<FieldOwner> before, FieldOwner writer, FieldSet taken, String now) {
    return replaced(before, writer, writer.fields(), taken, now);
  }

  /**
   * After a plain write: the writer owns what it added or changed; everybody loses what was changed
   * or went.
   */
  static List<FieldOwner> afterUpdate(
      List<FieldOwner> before,
      FieldOwner writer,
      ObjectNode oldCut,
      ObjectNode newCut,
      Schema schema,
      String now) {
    FieldSet oldSet = FieldPaths.of(oldCut, schema);
    FieldSet newSet = FieldPaths.of(newCut, schema);
    FieldSet gone = oldSet.minus(newSet);
    FieldSet added = newSet.minus(oldSet);
    FieldSet modified =
        newSet.minus(added).only(path -> isValue(path) && differ(oldCut, newCut, path));
    FieldSet kept =
        before.stream()
            .filter(writer::isSameEntry)
            .map(FieldOwner::fields)
            .reduce(FieldSet.empty(), FieldSet::plus)
            .minus(gone);
    return replaced(before, writer, kept.plus(added).plus(modified), modified.plus(gone), now);
  }

  /** The fields of {@code applied} that hold another value in {@code live}. */
  static FieldSet changed(ObjectNode live, ObjectNode applied, FieldSet appliedSet) {
    return appliedSet.only(path -> isValue(path) && differ(live, applied, path));
  }

  private static List<FieldOwner> replaced(
      List<FieldOwner> before, FieldOwner writer, FieldSet own, FieldSet lost, String now) {
    List<FieldOwner> after = new ArrayList<>();
    boolean seen = false;
    for (FieldOwner owner : before) {
      boolean self = owner.isSameEntry(writer);
      seen |= self;
      FieldOwner next = owner.with(self ? own : owner.fields().minus(lost), now);
      if (!next.fields().isEmpty()) {
        after.add(next);
      }
    }
    if (!seen && !own.isEmpty()) {
      after.add(writer.with(own, now));
    }
    return after;
  }

  /** An item of a keyed list stands for being there, not for a value. */
  private static boolean isValue(List<String> path) {
    return !path.getLast().startsWith("k:");
  }

  private static boolean differ(ObjectNode one, ObjectNode other, List<String> path) {
    return !FieldPaths.resolve(one, path).equals(FieldPaths.resolve(other, path));
  }
}
