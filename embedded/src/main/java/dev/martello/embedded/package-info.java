/**
 * A Kubernetes cluster in one process, for the quickstart and for tests: an API server and a node
 * that runs pods as child processes. It needs no root and no network, and proves nothing that only
 * a real kubelet, API server or network plugin can prove.
 */
package dev.martello.embedded;
