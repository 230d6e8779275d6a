/** The encrypted model file, in Tink's AES-GCM-HKDF streaming format. */
@NullMarked
package dev.martello.sealedmodel.bulk;

import org.jspecify.annotations.NullMarked;
