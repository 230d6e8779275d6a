/** Sealing, verifying, looking into and opening models. */
@NullMarked
package dev.martello.cli.model;

import org.jspecify.annotations.NullMarked;
