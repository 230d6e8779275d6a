package dev.martello.cli.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A Sigstore instance of one signature: authority, certificate log (RFC 6962), signature log with
 * one entry. Issues to a workflow, never to a person.
 */
final class LocalSigstore {
  static final String IDENTITY =
      "https://github.com/example/models/.github/workflows/sign.yml@refs/heads/main";
  static final String ISSUER = "https://token.actions.githubusercontent.com";

  private static final String LOG = "rekor.example";
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant SIGNED = Instant.parse("2026-06-01T12:00:00Z");
  private static final JsonMapper JSON = new JsonMapper();

  private final KeyPair authority = pair();
  private final KeyPair certificateLog = pair();
  private final KeyPair signatureLog = pair();
  private final KeyPair signer = pair();
  private final X509CertificateHolder root;
  private final X509CertificateHolder leaf;

  LocalSigstore() throws Exception {
    JcaX509v3CertificateBuilder self =
        builder("CN=local", authority, START, START.plus(Duration.ofDays(3650)));
    self.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    self.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
    root = self.build(new JcaContentSignerBuilder("SHA256withECDSA").build(authority.getPrivate()));
    byte[] list = certificateTimestamp(issued(null).toASN1Structure().getTBSCertificate());
    leaf = issued(list);
  }

  /** The key with which {@code martello sign} makes the envelope. */
  String signingKey() {
    String body =
        Base64.getMimeEncoder(64, new byte[] {'\n'})
            .encodeToString(signer.getPrivate().getEncoded());
    return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
  }

  private X509CertificateHolder issued(byte[] timestamps) throws Exception {
    JcaX509v3CertificateBuilder builder =
        builder("", signer, SIGNED.minusSeconds(60), SIGNED.plusSeconds(540));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning));
    builder.addExtension(
        Extension.subjectAlternativeName,
        true,
        new GeneralNames(
            new GeneralName(GeneralName.uniformResourceIdentifier, new DERIA5String(IDENTITY))));
    // Fulcio's own extensions: who vouched for the identity, in its old and its present form.
    String fulcio = "1.3.6.1.4.1.57264.1.";
    builder.addExtension(new ASN1ObjectIdentifier(fulcio + "1"), false, ISSUER.getBytes(UTF_8));
    builder.addExtension(new ASN1ObjectIdentifier(fulcio + "8"), false, new DERUTF8String(ISSUER));
    if (timestamps != null) {
      builder.addExtension(
          new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2"),
          false,
          new DEROctetString(timestamps));
    }
    return builder.build(
        new JcaContentSignerBuilder("SHA256withECDSA").build(authority.getPrivate()));
  }

  private static JcaX509v3CertificateBuilder builder(
      String subject, KeyPair pair, Instant from, Instant to) {
    return new JcaX509v3CertificateBuilder(
        new X500Name("CN=local"),
        BigInteger.valueOf(from.getEpochSecond()),
        Date.from(from),
        Date.from(to),
        new X500Name(subject),
        pair.getPublic());
  }

  /** RFC 6962 sections 3.2 and 3.3, for the certificate as it is without this. */
  private byte[] certificateTimestamp(org.bouncycastle.asn1.x509.TBSCertificate without)
      throws Exception {
    byte[] certificate = without.getEncoded();
    ByteArrayOutputStream signed = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(signed);
    out.writeShort(0); // version 1, certificate_timestamp
    out.writeLong(SIGNED.toEpochMilli());
    out.writeShort(1); // precert_entry
    out.write(sha256(authority.getPublic().getEncoded()));
    out.writeByte(certificate.length >> 16);
    out.writeShort(certificate.length);
    out.write(certificate);
    out.writeShort(0); // no extensions
    byte[] signature = sign(certificateLog, signed.toByteArray());

    ByteArrayOutputStream list = new ByteArrayOutputStream();
    out = new DataOutputStream(list);
    int length = 1 + 32 + 8 + 2 + 2 + 2 + signature.length;
    out.writeShort(length + 2);
    out.writeShort(length);
    out.writeByte(0);
    out.write(sha256(certificateLog.getPublic().getEncoded()));
    out.writeLong(SIGNED.toEpochMilli());
    out.writeShort(0);
    out.writeShort(0x0403); // SHA-256 with ECDSA
    out.writeShort(signature.length);
    out.write(signature);
    return list.toByteArray();
  }

  /** Makes a keyless bundle of one that was signed with {@link #signingKey}. */
  void log(Path bundle) throws Exception {
    ObjectNode json = (ObjectNode) JSON.readTree(bundle.toFile());
    String certificate = base64(leaf.getEncoded());
    ObjectNode material = json.putObject("verificationMaterial");
    material.putObject("certificate").put("rawBytes", certificate);
    byte[] body = body((ObjectNode) json.get("dsseEnvelope"));
    String logId = base64(sha256(signatureLog.getPublic().getEncoded()));
    long time = SIGNED.getEpochSecond();
    ObjectNode entry = material.putArray("tlogEntries").addObject();
    entry.put("logIndex", "0").put("integratedTime", Long.toString(time));
    entry.putObject("logId").put("keyId", logId);
    entry.putObject("kindVersion").put("kind", "dsse").put("version", "0.0.1");
    entry.put("canonicalizedBody", base64(body));
    // As Rekor signs it: JSON with sorted names (RFC 8785).
    ObjectNode promise = JSON.createObjectNode().put("body", base64(body));
    promise.put("integratedTime", time);
    promise.put("logID", HexFormat.of().formatHex(Base64.getDecoder().decode(logId)));
    promise.put("logIndex", 0);
    entry
        .putObject("inclusionPromise")
        .put(
            "signedEntryTimestamp", base64(sign(signatureLog, promise.toString().getBytes(UTF_8))));
    ByteArrayOutputStream leafOfTree = new ByteArrayOutputStream();
    leafOfTree.write(0); // RFC 6962 section 2.1; a tree of one leaf
    leafOfTree.write(body);
    String rootHash = base64(sha256(leafOfTree.toByteArray()));
    ObjectNode proof = entry.putObject("inclusionProof");
    proof.put("logIndex", "0").put("rootHash", rootHash).put("treeSize", "1").putArray("hashes");
    String note = LOG + " - 1\n1\n" + rootHash + "\n";
    ByteArrayOutputStream signature = new ByteArrayOutputStream();
    signature.write(Arrays.copyOf(Base64.getDecoder().decode(logId), 4));
    signature.write(sign(signatureLog, note.getBytes(UTF_8)));
    proof
        .putObject("checkpoint")
        .put("envelope", note + "\n\u2014 " + LOG + " " + base64(signature.toByteArray()) + "\n");
    JSON.writeValue(bundle.toFile(), json);
  }

  private byte[] body(ObjectNode envelope) throws Exception {
    String pem =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(leaf.getEncoded())
            + "\n-----END CERTIFICATE-----\n";
    byte[] payload = Base64.getDecoder().decode(envelope.get("payload").asText());
    ObjectNode body = JSON.createObjectNode().put("apiVersion", "0.0.1").put("kind", "dsse");
    ObjectNode spec = body.putObject("spec");
    hash(spec.putObject("envelopeHash"), envelope.toString().getBytes(UTF_8));
    hash(spec.putObject("payloadHash"), payload);
    spec.putArray("signatures")
        .addObject()
        .put("signature", envelope.at("/signatures/0/sig").asText())
        .put("verifier", base64(pem.getBytes(US_ASCII)));
    return body.toString().getBytes(UTF_8);
  }

  private static void hash(ObjectNode into, byte[] of) throws Exception {
    into.put("algorithm", "sha256").put("value", HexFormat.of().formatHex(sha256(of)));
  }

  /** Writes what a verifier must be given. */
  void writeTrustedRoot(Path file) throws Exception {
    ObjectNode trust =
        JSON.createObjectNode()
            .put("mediaType", "application/vnd.dev.sigstore.trustedroot+json;version=0.1");
    log(trust.putArray("tlogs").addObject(), "https://" + LOG, signatureLog);
    ObjectNode ca = trust.putArray("certificateAuthorities").addObject();
    ca.putObject("subject").put("organization", "local").put("commonName", "local");
    ca.put("uri", "https://fulcio.example");
    ca.putObject("certChain")
        .putArray("certificates")
        .addObject()
        .put("rawBytes", base64(root.getEncoded()));
    ca.putObject("validFor").put("start", START.toString());
    log(trust.putArray("ctlogs").addObject(), "https://ctfe.example", certificateLog);
    trust.putArray("timestampAuthorities");
    JSON.writeValue(file.toFile(), trust);
  }

  private static void log(ObjectNode into, String url, KeyPair key) throws Exception {
    into.put("baseUrl", url).put("hashAlgorithm", "SHA2_256");
    into.putObject("publicKey")
        .put("rawBytes", base64(key.getPublic().getEncoded()))
        .put("keyDetails", "PKIX_ECDSA_P256_SHA_256")
        .putObject("validFor")
        .put("start", START.toString());
    into.putObject("logId").put("keyId", base64(sha256(key.getPublic().getEncoded())));
  }

  private static KeyPair pair() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static byte[] sign(KeyPair pair, byte[] bytes) throws Exception {
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(pair.getPrivate());
    signature.update(bytes);
    return signature.sign();
  }

  private static byte[] sha256(byte[] bytes) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
