/** One line of JSON per request, never a payload. */
@org.jspecify.annotations.NullMarked
package dev.martello.runtime.accesslog;
