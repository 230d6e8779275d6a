package dev.martello.operator.certificates;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The operator's roots at a time; pure. A new root is believed long before it signs, and the old
 * one until the last leaf that it signed has ended.
 *
 * @param signing what new leaves are signed with
 * @param trusted all that are published, the signing one first
 */
public record Authorities(CertificateAuthority signing, List<CertificateAuthority> trusted) {

  /** So long a new root is published before it signs: longer than clients keep a copy. */
  static final Duration OVERLAP = Duration.ofDays(30);

  public Authorities {
    trusted = List.copyOf(trusted);
  }

  /** One root and no other. */
  public static Authorities only(CertificateAuthority authority) {
    return new Authorities(authority, List.of(authority));
  }

  /**
   * What two roots mean now: the age of the new one decides.
   *
   * @param next the one that is to follow
   */
  static Authorities at(
      Instant now, CertificateAuthority present, Optional<CertificateAuthority> next) {
    if (next.isEmpty() || next.get().sha256().equals(present.sha256())) {
      return only(present);
    }
    CertificateAuthority following = next.get();
    if (over(now, following)) {
      return only(following);
    }
    boolean signs =
        !now.isBefore(following.since().plus(OVERLAP))
            || now.isAfter(present.certificate().getNotAfter().toInstant());
    return signs
        ? new Authorities(following, List.of(following, present))
        : new Authorities(present, List.of(present, following));
  }

  /** Whether no leaf of the root before that one can be good any more. */
  static boolean over(Instant now, CertificateAuthority following) {
    return !now.isBefore(following.since().plus(OVERLAP).plus(CertificateAuthority.LEAF_LIFETIME));
  }

  /** SHA-256 of all that are to be believed, in hex, the signing one first. */
  public List<String> sha256s() {
    return trusted.stream().map(CertificateAuthority::sha256).toList();
  }

  public List<X509Certificate> certificates() {
    return trusted.stream().map(CertificateAuthority::certificate).toList();
  }

  /** All that are to be believed, one PEM block after the other. */
  String pem() {
    return trusted.stream().map(CertificateAuthority::certificatePem).collect(Collectors.joining());
  }
}
