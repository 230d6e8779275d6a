package dev.martello.sealedmodel.signature;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.Reason;
import dev.martello.sealedmodel.encoding.CanonicalBase64;
import dev.martello.sealedmodel.json.Document;
import dev.martello.sealedmodel.json.Fields;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import java.util.function.UnaryOperator;

/** A Model Signing v1.0 bundle signed by key: a Sigstore bundle with a DSSE envelope. */
public final class Bundle {
  private static final String MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";

  private final String hint;
  private final byte[] payload;
  private final byte[] signature;

  private Bundle(String hint, byte[] payload, byte[] signature) {
    this.hint = hint;
    this.payload = payload;
    this.signature = signature;
  }

  /**
   * Signs a statement.
   *
   * @param subject name of the directory
   * @param hint of the signing key
   * @param sign makes an ECDSA signature
   */
  public static Bundle sign(
      Statement statement, String subject, String hint, UnaryOperator<byte[]> sign) {
    byte[] payload = statement.payload(subject);
    return new Bundle(hint, payload, sign.apply(SignedBytes.of(payload)));
  }

  /** The file's bytes: JSON on one line. */
  public byte[] write() {
    ObjectNode bundle = JsonNodeFactory.instance.objectNode().put("mediaType", MEDIA_TYPE);
    ObjectNode material = bundle.putObject("verificationMaterial");
    material.putObject("publicKey").put("hint", hint);
    material.putArray("tlogEntries");
    ObjectNode envelope = bundle.putObject("dsseEnvelope");
    envelope.put("payload", CanonicalBase64.of(payload));
    envelope.put("payloadType", SignedBytes.PAYLOAD_TYPE);
    ObjectNode entry = envelope.putArray("signatures").addObject();
    entry.put("sig", CanonicalBase64.of(signature)).put("keyid", "");
    return bundle.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads the envelope and believes nothing in it.
   *
   * @param where the file's name, for the message
   * @throws ModelRefused reason FileMalformed
   */
  public static Bundle parse(byte[] file, String where) throws ModelRefused {
    Fields bundle = document(where).read(file);
    bundle.constant("mediaType", MEDIA_TYPE);
    Fields material = bundle.object("verificationMaterial");
    Fields envelope = bundle.object("dsseEnvelope");
    bundle.nothingElse();
    String hint = hint(material);
    envelope.constant("payloadType", SignedBytes.PAYLOAD_TYPE);
    List<Fields> signatures = envelope.objects("signatures");
    if (signatures.size() != 1) {
      throw envelope.refusal("field 'signatures' must hold exactly one signature");
    }
    Fields entry = signatures.getFirst();
    byte[] signature = base64(entry, "sig");
    entry.emptyIfThere("keyid");
    entry.nothingElse();
    byte[] payload = base64(envelope, "payload");
    envelope.nothingElse();
    return new Bundle(hint, payload, signature);
  }

  private static String hint(Fields material) throws ModelRefused {
    if (!material.has("publicKey")) {
      throw material.refusal("only signatures by key are read here: field 'publicKey' is missing");
    }
    Fields key = material.object("publicKey");
    String hint = key.text("hint");
    key.nothingElse();
    if (material.has("tlogEntries") && !material.list("tlogEntries").isEmpty()) {
      throw material.refusal("field 'tlogEntries' must be empty for a signature by key");
    }
    material.nothingElse();
    return hint;
  }

  private static byte[] base64(Fields fields, String field) throws ModelRefused {
    return CanonicalBase64.bytes(fields.text(field))
        .orElseThrow(() -> fields.refusal("field '" + field + "' must be Base64 with padding"));
  }

  /** Hex SHA-256 of the signer's public key as PEM text; not signed, so only a pointer. */
  public String hint() {
    return hint;
  }

  /** Whether the signature over the payload was made with the private half of this key. */
  public boolean isSignedBy(ECPublicKey key) {
    try {
      Signature ecdsa = Signature.getInstance("SHA256withECDSA");
      ecdsa.initVerify(key);
      ecdsa.update(SignedBytes.of(payload));
      return ecdsa.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // the signature is no DER, or no ECDSA signature
    }
  }

  /**
   * The statement in the payload.
   *
   * @throws ModelRefused reason FileMalformed
   */
  public Statement statement(String where) throws ModelRefused {
    return Statement.parse(payload, document(where + " (payload)"));
  }

  private static Document document(String where) {
    return new Document(where, Reason.FileMalformed, "sign the model again");
  }
}
