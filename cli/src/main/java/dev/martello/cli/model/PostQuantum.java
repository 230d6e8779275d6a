package dev.martello.cli.model;

import dev.martello.cli.Refusal;
import dev.martello.sealedmodel.SealRecipient;
import java.nio.file.Path;

/** What {@code --post-quantum} asks of a recipient. */
final class PostQuantum {
  private PostQuantum() {}

  static void require(SealRecipient recipient, Path file) throws Refusal {
    if (!recipient.kind().isPostQuantum()) {
      throw new Refusal(
          "%s is a key for %s, which a quantum computer would break, and any one recipient opens the model: with --post-quantum give only keys of 'martello keygen --type ml-kem-768' or 'kek'"
              .formatted(file, recipient.kind().label()));
    }
  }
}
