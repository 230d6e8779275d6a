package dev.martello.embedded.node;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The {@code pod-template-hash} by which pods of one template are told from those of another. */
final class PodTemplateHash {
  static final String LABEL = "pod-template-hash";

  private PodTemplateHash() {}

  static String of(PodTemplateSpec template) {
    byte[] text = Serialization.asJson(template).getBytes(StandardCharsets.UTF_8);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
      return HexFormat.of().formatHex(digest, 0, 5);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
