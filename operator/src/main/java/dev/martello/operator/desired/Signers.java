package dev.martello.operator.desired;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.crds.TrustedSigner;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The text of signers.json, and the ids of the keys in it. */
public final class Signers {
  private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
  private static final String END = "-----END PUBLIC KEY-----";

  private Signers() {}

  static String json(List<TrustedSigner> signers) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("formatVersion", 1);
    ArrayNode list = root.putArray("signers");
    for (TrustedSigner signer : signers) {
      list.addObject().put("name", signer.name()).put("publicKey", signer.publicKey());
    }
    return Json.pretty(root);
  }

  /**
   * {@code sha256:} and the hex SHA-256 of the key's DER SubjectPublicKeyInfo (RFC 5280 4.1.2.7),
   * as evidence names signers; empty if the text is no PEM public key (RFC 7468).
   */
  public static Optional<String> keyId(TrustedSigner signer) {
    String pem = signer.publicKey().strip();
    if (!pem.startsWith(BEGIN) || !pem.endsWith(END)) {
      return Optional.empty();
    }
    String base64 = pem.substring(BEGIN.length(), pem.length() - END.length());
    try {
      byte[] der = Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
      return der.length == 0 ? Optional.empty() : Optional.of("sha256:" + Sha256.hex(der));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }
}
