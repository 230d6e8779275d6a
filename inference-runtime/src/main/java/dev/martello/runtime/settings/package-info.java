/** What the operator told this pod: the settings file and the believed signers, read strictly. */
@org.jspecify.annotations.NullMarked
package dev.martello.runtime.settings;
