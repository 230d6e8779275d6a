/** The operator: turns ModelDeployments into hardened pods and reports what it sees of them. */
@NullMarked
package dev.martello.operator;

import org.jspecify.annotations.NullMarked;
