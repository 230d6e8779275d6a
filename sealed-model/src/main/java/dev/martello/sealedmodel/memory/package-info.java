/** Memory outside of the Java heap that is kept out of swap and core dumps, and zeroed. */
@NullMarked
package dev.martello.sealedmodel.memory;

import org.jspecify.annotations.NullMarked;
