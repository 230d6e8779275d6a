/** What this process can say of itself, each value read or tried when asked. */
@org.jspecify.annotations.NullMarked
package dev.martello.runtime.evidence;
