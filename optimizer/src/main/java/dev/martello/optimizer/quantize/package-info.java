/** 8-bit models from float ones. */
@NullMarked
package dev.martello.optimizer.quantize;

import org.jspecify.annotations.NullMarked;
