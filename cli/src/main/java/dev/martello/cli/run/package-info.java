/** Serving a sealed model on this machine. */
@NullMarked
package dev.martello.cli.run;

import org.jspecify.annotations.NullMarked;
