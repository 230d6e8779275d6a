/**
 * What we want to be in the cluster: the spec rendered into objects. Pure: no client, no clock,
 * same input same bytes.
 */
@NullMarked
package dev.martello.operator.desired;

import org.jspecify.annotations.NullMarked;
