/** The command {@code martello}: what the user types, and how he is answered. */
@NullMarked
package dev.martello.cli;

import org.jspecify.annotations.NullMarked;
