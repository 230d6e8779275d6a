/** The roots that a deployment's clients believe, checked against its status. */
@org.jspecify.annotations.NullMarked
package dev.martello.cli.authority;
