/** What a caller may see of answers, and how often he may ask. Knows neither server nor wire. */
@org.jspecify.annotations.NullMarked
package dev.martello.runtime.limits;
