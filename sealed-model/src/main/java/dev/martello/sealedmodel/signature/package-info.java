/** OpenSSF Model Signing v1.0 bundles, method key. */
@NullMarked
package dev.martello.sealedmodel.signature;

import org.jspecify.annotations.NullMarked;
