/** System libraries, taken from pinned Debian packages. */
@NullMarked
package dev.martello.cli.image.debian;

import org.jspecify.annotations.NullMarked;
