package dev.martello.operator.evidence;

import dev.martello.operator.certificates.OperatorIdentity;
import dev.martello.operator.observed.Evidence;
import dev.martello.operator.observed.EvidenceFormat;
import dev.martello.operator.observed.EvidenceMalformed;
import dev.martello.operator.observed.Outcome;
import dev.martello.operator.observed.Receipt;
import dev.martello.operator.observed.Sight;
import dev.martello.operator.observed.Try;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Asks a pod for its evidence over TLS 1.3: the chain must lead to our CA and bear the Service's
 * name, the document must be signed with the key of that certificate and answer our nonce. A
 * failure is an answer too, never an exception.
 */
final class ManagementPort {
  /**
   * Long enough for the pod's own attempts, of which each waits a second for a policy that drops.
   */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);
  private static final int NONCE_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final OperatorIdentity identity;
  private final InstantSource clock;
  private final Duration goodFor;

  /**
   * @param interval between two rounds of gathering
   */
  ManagementPort(OperatorIdentity identity, InstantSource clock, Duration interval) {
    this.identity = identity;
    this.clock = clock;
    this.goodFor = interval.multipliedBy(2);
  }

  /**
   * @param reached the port took the connection, whatever came of it
   * @param tls13 how the handshake itself ended
   * @param certificateSha256 hex, of the leaf; empty if there was no trusted handshake
   */
  record Answer(
      boolean reached, Sight<Receipt> evidence, Try tls13, Optional<String> certificateSha256) {}

  /**
   * @param more what is added to the question
   */
  Answer ask(PodAddress pod, String more) {
    Instant now = clock.instant();
    try (Deadline connection = Deadline.connect(pod.management(), LIMIT)) {
      try {
        return ask(pod, more, connection, now);
      } catch (IOException failed) {
        return handshakeFailed(true, connection.explain(failed), now);
      }
    } catch (IOException unreachable) {
      return handshakeFailed(false, unreachable, now);
    }
  }

  private Answer ask(PodAddress pod, String more, Deadline connection, Instant now)
      throws IOException {
    SSLSocket tls =
        (SSLSocket)
            identity
                .tls()
                .getSocketFactory()
                .createSocket(connection.socket(), pod.serviceName(), pod.managementPort(), true);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3"});
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    tls.setSSLParameters(parameters);
    tls.startHandshake();
    X509Certificate leaf = (X509Certificate) tls.getSession().getPeerCertificates()[0];
    Try accepted =
        new Try(
            Outcome.Accepted, Optional.of(now), "TLS 1.3 with a certificate of the operator's CA");
    Sight<Receipt> evidence;
    try {
      evidence = evidence(tls, leaf, pod, more);
    } catch (IOException failed) {
      evidence = missing(connection.explain(failed));
    }
    return new Answer(true, evidence, accepted, Optional.of(sha256(leaf)));
  }

  private Sight<Receipt> evidence(SSLSocket tls, X509Certificate leaf, PodAddress pod, String more)
      throws IOException {
    byte[] random = new byte[NONCE_BYTES];
    RANDOM.nextBytes(random);
    String nonce = HexFormat.of().formatHex(random);
    HttpAnswer.ask(tls.getOutputStream(), pod.serviceName(), "/evidence?nonce=" + nonce + more);
    HttpAnswer answer =
        HttpAnswer.read(new BufferedInputStream(tls.getInputStream()), EvidenceFormat.MAX_BYTES);
    if (answer.status() != 200) {
      return Sight.unseen(
          EvidenceFailure.EvidenceMissing.name(),
          "The pod answers the question for evidence with HTTP status " + answer.status() + ".");
    }
    return judge(answer.body(), leaf, nonce);
  }

  private Sight<Receipt> judge(byte[] envelope, X509Certificate leaf, String nonce) {
    try {
      Evidence evidence = EvidenceFormat.parse(EvidenceEnvelope.open(envelope, leaf));
      if (!evidence.nonce().equals(nonce)) {
        return Sight.unseen(
            EvidenceFailure.EvidenceNotFresh.name(),
            "The pod's evidence does not answer the operator's nonce: it may be an old one.");
      }
      Instant now = clock.instant();
      if (Duration.between(evidence.time(), now).abs().compareTo(CLOCKS_DIFFER) > 0) {
        return Sight.unseen(
            EvidenceFailure.EvidenceNotFresh.name(),
            "The pod's evidence bears a time more than five minutes from the operator's: mend the clocks of the nodes.");
      }
      return Sight.seen(new Receipt(evidence, now, goodFor, List.of()));
    } catch (EvidenceEnvelope.Refused refused) {
      return Sight.unseen(refused.failure().name(), String.valueOf(refused.getMessage()));
    } catch (EvidenceMalformed malformed) {
      return Sight.unseen(
          EvidenceFailure.EvidenceMalformed.name(), String.valueOf(malformed.getMessage()));
    }
  }

  private static Answer handshakeFailed(boolean reached, IOException failure, Instant now) {
    Outcome outcome =
        failure instanceof SocketTimeoutException ? Outcome.TimedOut : Outcome.Refused;
    return new Answer(
        reached,
        missing(failure),
        new Try(outcome, Optional.of(now), Failures.text(failure)),
        Optional.empty());
  }

  private static Sight<Receipt> missing(IOException failure) {
    if (failure instanceof HttpAnswer.Unreadable) {
      return Sight.unseen(
          EvidenceFailure.EvidenceMalformed.name(),
          "The pod's evidence can't be read: " + failure.getMessage() + ".");
    }
    if (failure instanceof SSLException && Failures.hasCause(failure, CertificateException.class)) {
      return Sight.unseen(
          EvidenceFailure.ServerNotTrusted.name(),
          "The pod's management port shows a certificate that the operator's CA did not issue for this Service: "
              + Failures.text(failure)
              + ".");
    }
    return Sight.unseen(
        EvidenceFailure.EvidenceMissing.name(),
        "The pod's management port gives no evidence: " + Failures.text(failure) + ".");
  }

  private static String sha256(X509Certificate certificate) throws SSLException {
    try {
      return Digest.sha256Hex(certificate.getEncoded());
    } catch (CertificateEncodingException malformed) {
      throw new SSLException("the certificate has no encoding", malformed);
    }
  }
}
