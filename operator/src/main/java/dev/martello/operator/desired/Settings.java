package dev.martello.operator.desired;

import java.nio.charset.StandardCharsets;

/**
 * The two settings files of a pod, as text.
 *
 * @param runtime runtime.json
 * @param signers signers.json
 */
record Settings(String runtime, String signers) {

  String runtimeSha256() {
    return Sha256.hex(runtime.getBytes(StandardCharsets.UTF_8));
  }

  String signersSha256() {
    return Sha256.hex(signers.getBytes(StandardCharsets.UTF_8));
  }
}
