/**
 * The audit trail's format: lines that each carry the hash of the one before, heads that are
 * signed, and how both are verified. Pure; the command line uses it too.
 */
@NullMarked
package dev.martello.operator.audit;

import org.jspecify.annotations.NullMarked;
