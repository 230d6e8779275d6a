/** What the search found, as text and as a picture. */
@NullMarked
package dev.martello.optimizer.report;

import org.jspecify.annotations.NullMarked;
