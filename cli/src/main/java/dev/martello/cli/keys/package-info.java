/** Making keys. */
@NullMarked
package dev.martello.cli.keys;

import org.jspecify.annotations.NullMarked;
