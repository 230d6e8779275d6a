package dev.martello.sealedmodel.signature;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.encoding.CanonicalBase64;
import dev.martello.sealedmodel.json.Fields;
import java.util.List;
import java.util.function.UnaryOperator;

/** A DSSE envelope with one signature. */
public final class Envelope {
  private final byte[] payload;
  private final byte[] signature;

  private Envelope(byte[] payload, byte[] signature) {
    this.payload = payload;
    this.signature = signature;
  }

  /**
   * Signs a payload.
   *
   * @param sign makes a signature
   */
  public static Envelope sign(byte[] payload, UnaryOperator<byte[]> sign) {
    return new Envelope(payload.clone(), sign.apply(SignedBytes.of(payload)));
  }

  /** Reads it and believes nothing in it. */
  public static Envelope parse(Fields envelope) throws ModelRefused {
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
    return new Envelope(payload, signature);
  }

  private static byte[] base64(Fields fields, String field) throws ModelRefused {
    return CanonicalBase64.bytes(fields.text(field))
        .orElseThrow(() -> fields.refusal("field '" + field + "' must be Base64 with padding"));
  }

  public void write(ObjectNode into) {
    into.put("payload", CanonicalBase64.of(payload));
    into.put("payloadType", SignedBytes.PAYLOAD_TYPE);
    ObjectNode entry = into.putArray("signatures").addObject();
    entry.put("sig", CanonicalBase64.of(signature)).put("keyid", "");
  }

  /** What the signature must hold for. */
  public byte[] signedBytes() {
    return SignedBytes.of(payload);
  }

  public byte[] payload() {
    return payload.clone();
  }

  public byte[] signature() {
    return signature.clone();
  }
}
