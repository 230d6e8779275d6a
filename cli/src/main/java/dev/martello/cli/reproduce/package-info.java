/** {@code martello reproduce}. */
@NullMarked
package dev.martello.cli.reproduce;

import org.jspecify.annotations.NullMarked;
