/** The classes of an image: which of them its program can reach, and their class-data archive. */
@NullMarked
package dev.martello.cli.image.classes;

import org.jspecify.annotations.NullMarked;
