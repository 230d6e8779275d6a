/** The split of evaluation data into three parts that never mix. */
@NullMarked
package dev.martello.optimizer.data;

import org.jspecify.annotations.NullMarked;
