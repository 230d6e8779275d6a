package dev.martello.sealedmodel.modelsigning;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.encoding.CanonicalBase64;
import dev.martello.sealedmodel.json.Document;
import dev.martello.sealedmodel.json.Fields;
import dev.martello.sealedmodel.signature.Envelope;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Sigstore bundle by key, by certificate or keyless (section 4).
 *
 * @param hint of the signer's key, if it is signed by key and says so
 * @param chain leaf first; empty if it is signed otherwise
 * @param keyless the short-lived certificate, if it is signed keyless
 */
record DirectoryBundle(
    Optional<String> hint,
    List<X509Certificate> chain,
    Optional<X509Certificate> keyless,
    Envelope envelope) {
  private static final String MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";

  byte[] write() throws CertificateEncodingException {
    ObjectNode bundle = JsonNodeFactory.instance.objectNode().put("mediaType", MEDIA_TYPE);
    ObjectNode material = bundle.putObject("verificationMaterial");
    hint.ifPresent(text -> material.putObject("publicKey").put("hint", text));
    if (!chain.isEmpty()) {
      ArrayNode list = material.putObject("x509CertificateChain").putArray("certificates");
      for (X509Certificate one : chain) {
        list.addObject().put("rawBytes", CanonicalBase64.of(one.getEncoded()));
      }
    }
    material.putArray("tlogEntries");
    envelope.write(bundle.putObject("dsseEnvelope"));
    return bundle.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Reads a bundle and believes nothing in it. */
  static DirectoryBundle parse(byte[] file, Document document) throws ModelRefused {
    Fields bundle = document.read(file);
    bundle.constant("mediaType", MEDIA_TYPE);
    Fields material = bundle.object("verificationMaterial");
    Envelope envelope = Envelope.parse(bundle.object("dsseEnvelope"));
    bundle.nothingElse();
    if (material.has("x509CertificateChain")) {
      List<X509Certificate> chain = chain(material);
      nothingElse(material);
      return new DirectoryBundle(Optional.empty(), chain, Optional.empty(), envelope);
    }
    if (material.has("certificate")) {
      X509Certificate leaf =
          certificates(List.of(material.object("certificate")), material).getFirst();
      nothingElse(material);
      return new DirectoryBundle(Optional.empty(), List.of(), Optional.of(leaf), envelope);
    }
    Fields key = material.object("publicKey");
    // Bundles of before v1.1.0 carry the key itself; the one that we were given decides.
    Optional<String> hint = key.has("hint") ? Optional.of(key.text("hint")) : Optional.empty();
    for (String old : List.of("rawBytes", "keyDetails")) {
      if (key.has(old)) {
        key.text(old);
      }
    }
    key.nothingElse();
    nothingElse(material);
    return new DirectoryBundle(hint, List.of(), Optional.empty(), envelope);
  }

  /** Log entries and timestamps may be there, and prove nothing here. */
  private static void nothingElse(Fields material) throws ModelRefused {
    if (material.has("tlogEntries")) {
      material.list("tlogEntries");
    }
    if (material.has("timestampVerificationData")) {
      material.object("timestampVerificationData");
    }
    material.nothingElse();
  }

  private static List<X509Certificate> chain(Fields material) throws ModelRefused {
    Fields chain = material.object("x509CertificateChain");
    return certificates(chain.objects("certificates"), chain);
  }

  private static List<X509Certificate> certificates(List<Fields> entries, Fields within)
      throws ModelRefused {
    List<byte[]> ders = new ArrayList<>();
    for (Fields one : entries) {
      ders.add(
          CanonicalBase64.bytes(one.text("rawBytes"))
              .orElseThrow(() -> one.refusal("field 'rawBytes' must be Base64 with padding")));
    }
    try {
      return Certificates.ofDer(ders);
    } catch (CertificateException | RuntimeException e) {
      throw within.refusal("holds what is no X.509 certificate: " + e.getMessage());
    }
  }
}
