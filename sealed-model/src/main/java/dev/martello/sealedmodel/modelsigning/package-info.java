/**
 * OpenSSF Model Signing v1.0 of any directory: by key and by certificate, by files and by shards.
 */
@NullMarked
package dev.martello.sealedmodel.modelsigning;

import org.jspecify.annotations.NullMarked;
