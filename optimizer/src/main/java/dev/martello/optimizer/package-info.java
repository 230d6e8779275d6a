/** Makes a model smaller and judges it. */
@NullMarked
package dev.martello.optimizer;

import org.jspecify.annotations.NullMarked;
