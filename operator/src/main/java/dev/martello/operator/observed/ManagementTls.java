package dev.martello.operator.observed;

import java.util.Optional;

/**
 * The operator's own attempts against a pod's management port.
 *
 * @param tls13 handshake with TLS 1.3, the pod's chain checked against our CA and the Service's
 *     name: Accepted only if both held
 * @param tls12 the same with TLS 1.2 as the highest version: must be Refused
 * @param plaintext an HTTP request without TLS: must be Refused
 * @param certificateSha256 hex SHA-256 of the DER leaf that the pod showed in the first handshake
 */
public record ManagementTls(
    Try tls13, Try tls12, Try plaintext, Optional<String> certificateSha256) {

  public static ManagementTls notTried(String why) {
    Try none = Try.notTried(why);
    return new ManagementTls(none, none, none, Optional.empty());
  }
}
