/**
 * What an image consists of, as plain values: files, layers, settings. Nothing here reads or
 * writes.
 */
@NullMarked
package dev.martello.cli.image.content;

import org.jspecify.annotations.NullMarked;
