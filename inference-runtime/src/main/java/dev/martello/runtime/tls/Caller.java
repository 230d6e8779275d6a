package dev.martello.runtime.tls;

import dev.martello.runtime.tokens.TokenOutcome;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Who asks: at the other end of a connection, after TLS has checked the chain of what he showed,
 * and by the token of one request.
 *
 * @param certified whether he showed a certificate
 * @param clientAuth whether that names clientAuth among its extended key usages (RFC 5280, section
 *     4.2.1.12); a certificate that does not limit its usage counts as not made for this
 * @param names the certificate's subject alternative names of kind URI and DNS
 * @param token that the request carried
 */
public record Caller(
    boolean certified, boolean clientAuth, List<String> names, TokenOutcome token) {
  public static final Caller ANONYMOUS = new Caller(false, false, List.of(), TokenOutcome.NONE);

  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
  private static final int DNS = 2;
  private static final int URI = 6;

  public Caller {
    names = List.copyOf(names);
  }

  Caller with(TokenOutcome shown) {
    return new Caller(certified, clientAuth, names, shown);
  }

  public static Caller of(X509Certificate leaf) {
    try {
      List<String> usages = leaf.getExtendedKeyUsage();
      Collection<List<?>> alternatives = leaf.getSubjectAlternativeNames();
      List<String> names = new ArrayList<>();
      if (alternatives != null) {
        for (List<?> alternative : alternatives) {
          int kind = (Integer) alternative.get(0);
          if (kind == DNS || kind == URI) {
            names.add((String) alternative.get(1));
          }
        }
      }
      return new Caller(
          true, usages != null && usages.contains(CLIENT_AUTH), names, TokenOutcome.NONE);
    } catch (CertificateParsingException e) {
      return new Caller(true, false, List.of(), TokenOutcome.NONE);
    }
  }
}
