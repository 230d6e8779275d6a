/** Building images. */
@NullMarked
package dev.martello.cli.image;

import org.jspecify.annotations.NullMarked;
