package dev.martello.embedded.apiserver;

/** Where an object is kept; {@code namespace} is empty for cluster-scoped kinds. */
record ObjectKey(ResourceKind kind, String namespace, String name) {}
