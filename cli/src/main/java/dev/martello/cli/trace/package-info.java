/** {@code martello trace}: from a running pod back to what its model was made of. */
@NullMarked
package dev.martello.cli.trace;

import org.jspecify.annotations.NullMarked;
