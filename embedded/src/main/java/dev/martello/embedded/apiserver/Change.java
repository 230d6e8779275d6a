package dev.martello.embedded.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * One committed write. {@code before} is null for a creation; {@code after} is null for a removal,
 * in which case {@code last} still carries the object with the version at which it went.
 */
record Change(
    long version,
    ObjectKey key,
    @Nullable ObjectNode before,
    @Nullable ObjectNode after,
    ObjectNode last) {}
