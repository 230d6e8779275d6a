package dev.martello.operator.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A rotation day by day, with an injected clock. */
class AuthoritiesTest {
  private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

  private final CertificateAuthority old =
      CertificateAuthority.make(START.minus(Duration.ofDays(1826)));
  private final CertificateAuthority following = CertificateAuthority.make(START);

  private Authorities on(int day) {
    return Authorities.at(START.plus(Duration.ofDays(day)), old, Optional.of(following));
  }

  @Test
  void newRootIsPublishedBeforeItSignsAndTheOldOneUntilItsLastLeafHasGone() {
    assertThat(on(0).signing()).isSameAs(old);
    assertThat(on(29).sha256s()).containsExactly(old.sha256(), following.sha256());
    assertThat(on(30).sha256s()).containsExactly(following.sha256(), old.sha256());
    assertThat(on(119).trusted()).contains(old);
    assertThat(on(120).sha256s()).containsExactly(following.sha256());
    assertThat(Authorities.at(START, old, Optional.of(old)).trusted()).containsExactly(old);
    assertThat(Authorities.at(START, old, Optional.empty()).trusted()).containsExactly(old);
  }

  /** The clock jumps years: what has expired signs nothing. */
  @Test
  void anExpiredRootDoesNotSign() {
    Instant late = START.plus(Duration.ofDays(3650));
    CertificateAuthority young = CertificateAuthority.make(late.minus(Duration.ofDays(1)));
    assertThat(Authorities.at(late, old, Optional.of(young)).signing()).isSameAs(young);
  }

  /** Whoever reads ConfigMap NAME-ca once a month believes every pod on every day. */
  @Test
  void everyLeafIsBelievedByWhoeverReadTheRootsWithinAMonth() throws Exception {
    List<X509Certificate> alive = new ArrayList<>();
    for (int day = 0; day < 200; day += 5) {
      Instant now = START.plus(Duration.ofDays(day));
      Authorities authorities = on(day);
      alive.add(authorities.signing().issueServing("model", "demo", now).certificate());
      alive.removeIf(leaf -> now.isAfter(leaf.getNotAfter().toInstant()));
      for (int read = Math.max(0, day - 25); read <= day; read += 5) {
        for (X509Certificate leaf : alive) {
          if (!leaf.getNotBefore().toInstant().isAfter(START.plus(Duration.ofDays(read)))
              || leaf.equals(alive.getLast())) {
            validate(leaf, roots(on(read).pem()), now);
          }
        }
      }
    }
  }

  private static Set<TrustAnchor> roots(String pem) throws Exception {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
        .stream()
        .map(root -> new TrustAnchor((X509Certificate) root, null))
        .collect(Collectors.toSet());
  }

  private static void validate(X509Certificate leaf, Set<TrustAnchor> roots, Instant now)
      throws Exception {
    PKIXParameters parameters = new PKIXParameters(roots);
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(now));
    CertPathValidator.getInstance("PKIX")
        .validate(
            CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf)), parameters);
  }
}
