package dev.martello.runtime.testkit;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority that lives for one test. */
public final class Authority {
  public static final KeyPurposeId SERVER = KeyPurposeId.id_kp_serverAuth;
  public static final KeyPurposeId CLIENT = KeyPurposeId.id_kp_clientAuth;

  /** A certificate with its key. */
  public record Identity(KeyPair keys, X509Certificate certificate) {
    public String pem() {
      try {
        return Keys.pem("CERTIFICATE", certificate.getEncoded());
      } catch (java.security.cert.CertificateEncodingException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private final X500Name name;
  private final Identity self;

  public Authority(String commonName) {
    name = new X500Name("CN=" + commonName);
    KeyPair keys = Keys.p256();
    self = new Identity(keys, sign(keys, name, keys, true, List.of(), List.of()));
  }

  public Identity self() {
    return self;
  }

  /** No purposes: the certificate does not limit its usage. Names are DNS names, URIs or IPs. */
  public Identity issue(List<KeyPurposeId> purposes, String... names) {
    KeyPair keys = Keys.p256();
    X500Name subject = new X500Name("CN=test");
    List<GeneralName> alternatives =
        java.util.Arrays.stream(names).map(Authority::general).toList();
    return new Identity(keys, sign(keys, subject, self.keys(), false, purposes, alternatives));
  }

  private static GeneralName general(String name) {
    int kind =
        name.contains("://")
            ? GeneralName.uniformResourceIdentifier
            : name.matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName;
    return new GeneralName(kind, name);
  }

  private X509Certificate sign(
      KeyPair subjectKeys,
      X500Name subject,
      KeyPair issuerKeys,
      boolean authority,
      List<KeyPurposeId> purposes,
      List<GeneralName> names) {
    try {
      Instant now = Instant.now();
      var builder =
          new JcaX509v3CertificateBuilder(
              name,
              new BigInteger(120, new SecureRandom()),
              Date.from(now.minus(Duration.ofHours(1))),
              Date.from(now.plus(Duration.ofDays(1))),
              subject,
              subjectKeys.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (!purposes.isEmpty()) {
        builder.addExtension(
            Extension.extendedKeyUsage,
            false,
            new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)));
      }
      if (!names.isEmpty()) {
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(names.toArray(GeneralName[]::new)));
      }
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKeys.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
