package dev.martello.sealedmodel;

import java.util.List;

/**
 * One who can open a sealed model.
 *
 * @param keyId as {@link RecipientKey#keyId()} gives it
 */
public record Recipient(RecipientKind kind, String keyId) {
  /**
   * Whether a model with these recipients stays closed to a quantum computer: only if each of them
   * does, since recipients are alternatives and the weakest one opens it.
   */
  public static boolean arePostQuantum(List<Recipient> recipients) {
    return recipients.stream().allMatch(recipient -> recipient.kind().isPostQuantum());
  }
}
