package dev.martello.sealedmodel;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What to seal, for whom, and where to.
 *
 * @param model file of the model, 1 byte to 2 GiB - 1
 * @param recipients at least one; any of them can open the sealed model
 * @param directory to be made; must not exist
 */
public record SealRequest(
    Path model,
    String name,
    SemVer version,
    ModelDescription description,
    Optional<JsonNode> provenance,
    Optional<Evaluation> evaluation,
    List<SealRecipient> recipients,
    SigningKey signingKey,
    Path directory) {
  public SealRequest {
    recipients = List.copyOf(recipients);
  }
}
