package dev.martello.cli.model;

import dev.martello.cli.Refusal;
import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.RecipientKey;
import dev.martello.sealedmodel.SealRecipient;
import dev.martello.sealedmodel.Signer;
import dev.martello.sealedmodel.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads keys from the files that the user names. */
public final class KeyFiles {
  /** Far more than any key takes. */
  private static final int MAX_BYTES = 64 * 1024;

  private KeyFiles() {}

  /** The key of one who signs, by its public half. */
  public static Signer signer(Path file) throws Refusal, ModelRefused, IOException {
    return Signer.fromPem(file.toString(), new String(read(file), StandardCharsets.UTF_8));
  }

  static SealRecipient recipient(Path file) throws Refusal, ModelRefused, IOException {
    return SealRecipient.parse(read(file), file.toString());
  }

  static SigningKey signingKey(Path file) throws Refusal, ModelRefused, IOException {
    var content = read(file);
    try {
      return SigningKey.parse(content, file.toString());
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /** The key of one who opens. */
  public static RecipientKey recipientKey(Path file) throws Refusal, ModelRefused, IOException {
    var content = read(file);
    try {
      return RecipientKey.parse(content, file.toString());
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  private static byte[] read(Path file) throws Refusal, IOException {
    if (Files.isDirectory(file)) {
      throw new Refusal(file + " is a directory: name the key's file");
    }
    try (var in = Files.newInputStream(file)) {
      var content = in.readNBytes(MAX_BYTES + 1);
      if (content.length > MAX_BYTES) {
        throw new Refusal(file + " is larger than any key: name the key's file");
      }
      return content;
    }
  }
}
