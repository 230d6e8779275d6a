/**
 * What the cluster and the pods show: records without a client, gathered at the rim, judged in
 * {@code findings} and {@code status}.
 */
@NullMarked
package dev.martello.operator.observed;

import org.jspecify.annotations.NullMarked;
