/** Serving certificates, client certificates, and who a caller is. */
@org.jspecify.annotations.NullMarked
package dev.martello.runtime.tls;
