package dev.martello.operator.observed;

/**
 * A positive control: the operator's own connection to what a pod must not reach, made right after
 * the pod tried. Without one a failed attempt proves nothing.
 *
 * @param target {@code address:port}, as the pod's evidence names it
 */
public record Control(String target, Try reached) {}
