/** JSON as the hot path reads and writes it: from bytes and into bytes, strictly by RFC 8259. */
@org.jspecify.annotations.NullMarked
package dev.martello.runtime.json;
