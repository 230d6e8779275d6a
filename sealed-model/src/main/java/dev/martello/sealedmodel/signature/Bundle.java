package dev.martello.sealedmodel.signature;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.Reason;
import dev.martello.sealedmodel.json.Document;
import dev.martello.sealedmodel.json.Fields;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.util.function.UnaryOperator;

/** A Model Signing v1.0 bundle signed by key: a Sigstore bundle with a DSSE envelope. */
public final class Bundle {
  private static final String MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";

  private final String hint;
  private final Envelope envelope;

  private Bundle(String hint, Envelope envelope) {
    this.hint = hint;
    this.envelope = envelope;
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
    return new Bundle(hint, Envelope.sign(statement.payload(subject), sign));
  }

  /** The file's bytes: JSON on one line. */
  public byte[] write() {
    ObjectNode bundle = JsonNodeFactory.instance.objectNode().put("mediaType", MEDIA_TYPE);
    ObjectNode material = bundle.putObject("verificationMaterial");
    material.putObject("publicKey").put("hint", hint);
    material.putArray("tlogEntries");
    envelope.write(bundle.putObject("dsseEnvelope"));
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
    String hint = hint(material);
    Envelope envelope = Envelope.parse(bundle.object("dsseEnvelope"));
    bundle.nothingElse();
    return new Bundle(hint, envelope);
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

  /** Hex SHA-256 of the signer's public key as PEM text; not signed, so only a pointer. */
  public String hint() {
    return hint;
  }

  /** Whether the signature over the payload was made with the private half of this key. */
  public boolean isSignedBy(ECPublicKey key) {
    try {
      Signature ecdsa = Signature.getInstance("SHA256withECDSA");
      ecdsa.initVerify(key);
      ecdsa.update(envelope.signedBytes());
      return ecdsa.verify(envelope.signature());
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
    return Statement.parse(envelope.payload(), document(where + " (payload)"));
  }

  private static Document document(String where) {
    return new Document(where, Reason.FileMalformed, "sign the model again");
  }
}
