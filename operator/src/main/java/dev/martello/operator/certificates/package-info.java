/**
 * The operator's certificate authority: the certificates with which pods answer, and the operator's
 * own.
 */
@NullMarked
package dev.martello.operator.certificates;

import org.jspecify.annotations.NullMarked;
