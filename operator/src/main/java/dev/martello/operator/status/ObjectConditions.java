package dev.martello.operator.status;

import static dev.martello.operator.findings.ConditionType.Accepted;
import static dev.martello.operator.findings.ConditionType.Applied;
import static dev.martello.operator.findings.ConditionType.Available;

import dev.martello.operator.desired.RenderResult.Rejected;
import dev.martello.operator.desired.RenderResult.Rendered;
import dev.martello.operator.findings.Situation;
import dev.martello.operator.observed.Observed;
import dev.martello.operator.observed.ObservedObject;
import dev.martello.operator.observed.ObservedObject.Standing;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The conditions that are read off objects: Accepted, Applied, Available. */
final class ObjectConditions {
  private ObjectConditions() {}

  /** Reasons: Accepted; or one of {@code desired.Rejection}. */
  static Statement accepted(Situation situation) {
    return switch (situation.rendering()) {
      case Rendered rendered ->
          Statement.yes(
              Accepted, "Accepted", "Rendered as revision " + rendered.desired().revision() + ".");
      case Rejected rejected ->
          Statement.no(Accepted, rejected.reason().name(), rejected.message());
    };
  }

  /** Reasons: AsRendered; NothingRendered (Unknown); Drifted, Missing, NotOurs, Failed. */
  static Statement applied(Situation situation) {
    List<ObservedObject> objects = situation.observed().dependents().objects();
    if (situation.desired().isEmpty() || objects.isEmpty()) {
      return Statement.unknown(Applied, "NothingRendered", "Nothing was rendered or compared yet.");
    }
    List<ObservedObject> off =
        objects.stream().filter(o -> o.standing() != Standing.AsRendered).toList();
    Optional<ObservedObject> worst =
        off.stream().max(Comparator.comparing(ObservedObject::standing));
    return worst
        .map(
            object ->
                Statement.no(
                    Applied,
                    object.standing().name(),
                    String.join("; ", off.stream().map(ObjectConditions::words).toList())))
        .orElseGet(
            () ->
                Statement.yes(
                    Applied,
                    "AsRendered",
                    "All %d objects stand as rendered.".formatted(objects.size())));
  }

  /** What stands worst, if anything does not stand as rendered. */
  static Optional<String> firstOff(Observed observed) {
    return observed.dependents().objects().stream()
        .filter(o -> o.standing() != Standing.AsRendered)
        .max(Comparator.comparing(ObservedObject::standing))
        .map(ObjectConditions::words);
  }

  private static String words(ObservedObject object) {
    String what = "%s %s: %s".formatted(object.kind(), object.name(), object.standing());
    return object.detail().isBlank() ? what : what + ", " + object.detail();
  }

  /** Reasons: EndpointReady; Suspended, NoReadyEndpoint. */
  static Statement available(Situation situation) {
    int ready = situation.observed().readyEndpoints().size();
    if (ready > 0) {
      return Statement.yes(
          Available,
          "EndpointReady",
          "The Service has %d ready endpoint%s.".formatted(ready, ready == 1 ? "" : "s"));
    }
    return situation.spec() != null && situation.spec().suspend()
        ? Statement.no(Available, "Suspended", "spec.suspend is true: no pod runs.")
        : Statement.no(
            Available, "NoReadyEndpoint", "No pod is ready behind the Service; see Ready.");
  }
}
