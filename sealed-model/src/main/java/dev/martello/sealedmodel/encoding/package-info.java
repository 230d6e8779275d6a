/** Text forms of bytes: hex, Base64, PEM, and the bounds of DER. */
@NullMarked
package dev.martello.sealedmodel.encoding;

import org.jspecify.annotations.NullMarked;
