/** A sealed model as one tar file. */
@NullMarked
package dev.martello.cli.tar;

import org.jspecify.annotations.NullMarked;
