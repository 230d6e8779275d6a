package dev.martello.operator.desired;

/**
 * What decides about the pods beside the spec.
 *
 * @param image of the runtime, with its digest
 * @param userNamespaces whether {@code hostUsers: false} can be asked for
 */
record PodPlan(String image, Settings settings, boolean userNamespaces) {}
