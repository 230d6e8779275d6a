package dev.martello.sealedmodel.modelsigning;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority made for one test. */
record Authority(KeyPair pair, X509Certificate certificate) {
  static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
  static final Instant TO = Instant.parse("2040-01-01T00:00:00Z");

  private static long serial = 1;

  static Authority root() throws Exception {
    KeyPair pair = SignedDirectoryTest.pair("secp384r1");
    return new Authority(pair, certificate("root", pair.getPublic(), "root", pair, TO, ca(true)));
  }

  Authority intermediate(boolean isCa) throws Exception {
    KeyPair next = SignedDirectoryTest.pair("secp256r1");
    return new Authority(
        next, certificate("between", next.getPublic(), name(), pair, TO, ca(isCa)));
  }

  X509Certificate leaf(PublicKey key, Instant to, Extension... extensions) throws Exception {
    return certificate("leaf", key, name(), pair, to, extensions);
  }

  X509Certificate leaf(PublicKey key) throws Exception {
    return leaf(key, TO, usage(KeyUsage.digitalSignature));
  }

  private String name() {
    return certificate.getSubjectX500Principal().getName().substring("CN=".length());
  }

  static Extension usage(int bits) throws Exception {
    return Extension.create(Extension.keyUsage, true, new KeyUsage(bits));
  }

  static Extension extended(KeyPurposeId purpose) throws Exception {
    return Extension.create(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
  }

  private static Extension[] ca(boolean isCa) throws Exception {
    return new Extension[] {
      Extension.create(Extension.basicConstraints, true, new BasicConstraints(isCa)),
      usage(isCa ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature)
    };
  }

  static X509Certificate certificate(
      String subject,
      PublicKey key,
      String issuer,
      KeyPair issuerPair,
      Instant to,
      Extension... extensions)
      throws Exception {
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            new X500Name("CN=" + issuer),
            BigInteger.valueOf(serial++),
            Date.from(FROM),
            Date.from(to),
            new X500Name("CN=" + subject),
            key);
    JcaX509ExtensionUtils utils = new JcaX509ExtensionUtils();
    builder.addExtension(
        Extension.subjectKeyIdentifier, false, utils.createSubjectKeyIdentifier(key));
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        utils.createAuthorityKeyIdentifier(issuerPair.getPublic()));
    for (Extension extension : extensions) {
      builder.addExtension(extension);
    }
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(issuerPair.getPrivate())));
  }

  static Path write(Path file, X509Certificate... certificates) throws Exception {
    StringBuilder pem = new StringBuilder();
    for (X509Certificate one : certificates) {
      pem.append(
          new String(
              dev.martello.sealedmodel.encoding.Pem.write("CERTIFICATE", one.getEncoded()),
              java.nio.charset.StandardCharsets.US_ASCII));
    }
    return Files.writeString(file, pem);
  }
}
