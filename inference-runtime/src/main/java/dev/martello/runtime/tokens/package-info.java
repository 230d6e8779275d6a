/** Kubernetes service-account tokens, verified without asking anybody. */
@org.jspecify.annotations.NullMarked
package dev.martello.runtime.tokens;
