package dev.martello.operator.evidence;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;

/**
 * Words for a failed connection. The same failure always gives the same words, since they end in
 * the status: so no port numbers, and one text for all the ways in which a peer can hang up.
 */
final class Failures {
  private Failures() {}

  static String text(IOException failure) {
    if (failure instanceof SocketTimeoutException) {
      return "no answer in time";
    }
    if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
      return "connection refused";
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException certificate) {
        return "certificate refused (" + message(certificate) + ")";
      }
    }
    if (failure instanceof SSLException && message(failure).startsWith("Received fatal alert: ")) {
      return message(failure).substring("Received fatal ".length());
    }
    if (failure instanceof EOFException || failure instanceof SSLException) {
      return "closed without an answer";
    }
    return "connection closed";
  }

  private static String message(Exception exception) {
    String message = exception.getMessage();
    return message == null ? exception.getClass().getSimpleName() : message;
  }

  static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
