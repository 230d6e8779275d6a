/** How right a model is, with a 95 % confidence interval. */
@NullMarked
package dev.martello.runtime.evaluation.metric;

import org.jspecify.annotations.NullMarked;
