/** Evaluation data, and its split into three parts that never mix. */
@NullMarked
package dev.martello.optimizer.data;

import org.jspecify.annotations.NullMarked;
