/**
 * The loop: read, render, write, observe, judge, tell. Everything that decides is elsewhere and
 * pure.
 */
@NullMarked
package dev.martello.operator.reconcile;

import org.jspecify.annotations.NullMarked;
