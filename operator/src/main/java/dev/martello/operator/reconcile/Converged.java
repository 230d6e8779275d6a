package dev.martello.operator.reconcile;

import dev.martello.crds.ServingCertificate;
import dev.martello.operator.cluster.Written;
import dev.martello.operator.desired.Inputs;
import dev.martello.operator.desired.RenderResult;
import dev.martello.operator.observed.ObservedObject;
import java.util.List;
import java.util.Optional;

/** What one round rendered and wrote. */
record Converged(
    Inputs inputs,
    RenderResult rendering,
    Optional<ServingCertificate> certificate,
    List<ObservedObject> objects,
    List<Written> writes) {

  boolean unfinished() {
    return objects.stream()
        .anyMatch(object -> object.standing() != ObservedObject.Standing.AsRendered);
  }
}
