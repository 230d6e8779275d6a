/** The judging: a list of checks, each a pure function from what was seen to a verdict. */
@NullMarked
package dev.martello.operator.findings;

import org.jspecify.annotations.NullMarked;
