/** Hidden units removed, so that the model really is smaller and faster. */
@NullMarked
package dev.martello.optimizer.prune;

import org.jspecify.annotations.NullMarked;
