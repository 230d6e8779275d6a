/** Evaluation data as tables and NumPy arrays. */
@NullMarked
package dev.martello.runtime.evaluation.data;

import org.jspecify.annotations.NullMarked;
