package dev.martello.operator.desired;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The settings files of a pod, as text.
 *
 * @param runtime runtime.json
 * @param signers signers.json
 * @param evaluation evaluation.json, if an evaluation is demanded
 */
record Settings(String runtime, String signers, Optional<String> evaluation) {

  String runtimeSha256() {
    return Sha256.hex(runtime.getBytes(StandardCharsets.UTF_8));
  }

  String evaluationSha256() {
    return Sha256.hex(evaluation.orElse("").getBytes(StandardCharsets.UTF_8));
  }

  String signersSha256() {
    return Sha256.hex(signers.getBytes(StandardCharsets.UTF_8));
  }
}
