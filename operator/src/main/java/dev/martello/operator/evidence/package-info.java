/**
 * Asks pods for their evidence and knocks at their ports. A pod's answer is never trusted further
 * than its certificate reaches.
 */
@NullMarked
package dev.martello.operator.evidence;

import org.jspecify.annotations.NullMarked;
