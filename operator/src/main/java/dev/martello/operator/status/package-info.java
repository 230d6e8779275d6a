/**
 * What we answer on the resource: a pure function of what was wanted, seen and found, and of the
 * status before.
 */
@NullMarked
package dev.martello.operator.status;

import org.jspecify.annotations.NullMarked;
