package dev.martello.operator.findings;

import dev.martello.crds.Finding;
import dev.martello.operator.observed.Scene;
import java.util.function.Consumer;

/**
 * One line of a control's table: what is done to a good scene, and what the check must find then.
 */
public record Row(
    String check, String what, Consumer<Scene> change, Finding finding, String reason) {

  static Row satisfied(String check, String what, Consumer<Scene> change, Reason reason) {
    return new Row(check, what, change, Finding.Satisfied, reason.name());
  }

  static Row bad(String check, String what, Consumer<Scene> change, Reason reason) {
    return new Row(check, what, change, Finding.NotSatisfied, reason.name());
  }

  static Row unknown(String check, String what, Consumer<Scene> change, Reason reason) {
    return new Row(check, what, change, Finding.Unknown, reason.name());
  }

  static Row not(String check, String what, Consumer<Scene> change, Reason reason) {
    return new Row(check, what, change, Finding.NotApplicable, reason.name());
  }

  static Consumer<Scene> nothing() {
    return scene -> {};
  }

  static Consumer<Scene> evidence(String pointer, Object value) {
    return scene -> scene.evidence(pointer, value);
  }

  static Consumer<Scene> spec(String pointer, Object value) {
    return scene -> scene.spec(pointer, value);
  }

  @Override
  public String toString() {
    return check + ": " + what + " → " + finding + " " + reason;
  }
}
