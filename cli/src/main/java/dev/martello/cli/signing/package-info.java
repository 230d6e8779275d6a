/** {@code martello sign} and {@code verify}: OpenSSF Model Signing of any directory. */
@NullMarked
package dev.martello.cli.signing;

import org.jspecify.annotations.NullMarked;
