/** Judges a model by sealed evaluation data before it may serve. */
@NullMarked
package dev.martello.runtime.evaluation;

import org.jspecify.annotations.NullMarked;
