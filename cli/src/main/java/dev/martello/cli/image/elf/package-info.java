/**
 * Shared libraries (ELF, 64 bit, little endian; System V ABI, chapters 4 and 5): what they need,
 * and what of them is never loaded.
 */
@NullMarked
package dev.martello.cli.image.elf;

import org.jspecify.annotations.NullMarked;
