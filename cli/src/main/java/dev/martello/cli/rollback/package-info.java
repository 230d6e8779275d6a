/**
 * Going back to an earlier revision of a ModelDeployment: a pure function from object to object.
 */
@org.jspecify.annotations.NullMarked
package dev.martello.cli.rollback;
