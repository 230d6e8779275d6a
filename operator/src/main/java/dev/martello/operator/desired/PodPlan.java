package dev.martello.operator.desired;

import java.util.Optional;

/**
 * What decides about the pods beside the spec.
 *
 * @param image of the runtime, with its digest
 * @param userNamespaces whether {@code hostUsers: false} can be asked for
 * @param judged SHA-256 of the model that was evaluated and may serve, if one had to be; no part of
 *     the revision, which is evaluated before it is known
 */
record PodPlan(String image, Settings settings, boolean userNamespaces, Optional<String> judged) {

  PodPlan judged(String plaintextSha256) {
    return new PodPlan(image, settings, userNamespaces, Optional.of(plaintextSha256));
  }
}
