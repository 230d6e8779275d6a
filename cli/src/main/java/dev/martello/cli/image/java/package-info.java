/** The Java of an image. */
@NullMarked
package dev.martello.cli.image.java;

import org.jspecify.annotations.NullMarked;
