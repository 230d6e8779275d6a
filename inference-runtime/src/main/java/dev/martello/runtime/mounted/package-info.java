/** Files that the kubelet renews under a running process. */
@org.jspecify.annotations.NullMarked
package dev.martello.runtime.mounted;
