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

  Path terminationLog() {
    return root.resolve("termination-log");
  }
}
