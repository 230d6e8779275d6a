/**
 * A small node and the controllers that feed it: pods from Deployments, run as child processes, and
 * the status of all that.
 */
package dev.martello.embedded.node;
