package dev.martello.runtime;

import java.nio.file.Path;

/** Where everything lies, relative to the working directory. */
record PodLayout(Path root) {
  Path model() {
    return root.resolve("model");
  }

  Path key() {
    return root.resolve("key").resolve("martello.key");
  }

  Path certificate() {
    return root.resolve("tls").resolve("tls.crt");
  }

  Path certificateKey() {
    return root.resolve("tls").resolve("tls.key");
  }

  /** The operator's CA: who may look at management. */
  Path operatorAuthority() {
    return root.resolve("tls").resolve("ca.crt");
  }

  /** Who may call inference, where client certificates are required. */
  Path clientAuthority() {
    return root.resolve("client-ca").resolve("ca.crt");
  }

  /** The cluster's public keys for service-account tokens, where tokens are taken. */
  Path tokenKeys() {
    return root.resolve("callers").resolve("jwks.json");
  }

  /** Who issues such tokens, one a line. */
  Path tokenIssuers() {
    return root.resolve("callers").resolve("issuers");
  }

  Path settings() {
    return root.resolve("settings").resolve("runtime.json");
  }

  Path signers() {
    return root.resolve("settings").resolve("signers.json");
  }

  /** By what the model is judged, in an evaluation pod. */
  Path evaluation() {
    return root.resolve("settings").resolve("evaluation.json");
  }

  Path dataset() {
    return root.resolve("dataset");
  }

  Path datasetKey() {
    return root.resolve("dataset-key").resolve("martello.key");
  }

  Path reference() {
    return root.resolve("reference");
  }

  Path referenceKey() {
    return root.resolve("reference-key").resolve("martello.key");
  }

  Path terminationLog() {
    return root.resolve("termination-log");
  }
}
