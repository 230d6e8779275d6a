/** {@code martello optimize}. */
@NullMarked
package dev.martello.cli.optimize;

import org.jspecify.annotations.NullMarked;
