/** What a user may say to Martello and what it answers: the custom resources, as records. */
@NullMarked
package dev.martello.crds;

import org.jspecify.annotations.NullMarked;
