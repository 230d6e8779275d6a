package dev.martello.operator.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;

/** The API server's own words for a refusal, without the request and its addresses. */
final class Refusals {
  private Refusals() {}

  static String text(KubernetesClientException refused) {
    String message = refused.getStatus() == null ? null : refused.getStatus().getMessage();
    return message == null || message.isEmpty()
        ? "the API server answered with HTTP status " + refused.getCode()
        : message;
  }
}
