/** Writing what an image consists of to where it goes. */
@NullMarked
package dev.martello.cli.image.build;

import org.jspecify.annotations.NullMarked;
