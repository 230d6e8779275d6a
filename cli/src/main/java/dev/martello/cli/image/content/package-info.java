/** What an image consists of, as plain values: files, layers, settings. Nothing here reads or writes. */
package dev.martello.cli.image.content;
