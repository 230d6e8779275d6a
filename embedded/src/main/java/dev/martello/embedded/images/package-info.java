/** Images on disk: finding one by digest in OCI layouts and unpacking its layers. */
package dev.martello.embedded.images;
