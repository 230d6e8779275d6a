/** Keys on the curve P-256. */
@NullMarked
package dev.martello.sealedmodel.keys;

import org.jspecify.annotations.NullMarked;
