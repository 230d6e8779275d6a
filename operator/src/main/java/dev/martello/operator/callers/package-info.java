/** What pods need to know callers by their service-account tokens. */
@NullMarked
package dev.martello.operator.callers;

import org.jspecify.annotations.NullMarked;
