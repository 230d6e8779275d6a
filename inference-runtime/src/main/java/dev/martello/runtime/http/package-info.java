/** One TLS port: connections, limits, requests assembled within bounds, answers sent in order. */
@org.jspecify.annotations.NullMarked
package dev.martello.runtime.http;
