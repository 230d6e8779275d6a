/** How right a model is, with a 95 % confidence interval. */
@NullMarked
package dev.martello.optimizer.metric;

import org.jspecify.annotations.NullMarked;
