/** {@code martello audit}: whether an operator's log is what it wrote. */
@NullMarked
package dev.martello.cli.audit;

import org.jspecify.annotations.NullMarked;
