/** An API server in memory: paths, objects, server-side apply, watches, garbage collection. */
package dev.martello.embedded.apiserver;
