/** Strict reading of small JSON documents. */
@NullMarked
package dev.martello.sealedmodel.json;

import org.jspecify.annotations.NullMarked;
