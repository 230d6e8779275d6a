package dev.martello.runtime.settings;

import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.Signer;
import java.util.ArrayList;
import java.util.List;

/** {@code settings/signers.json}, format version 1: whose signatures are believed. */
final class TrustedSigners {
  private TrustedSigners() {}

  static List<Signer> parse(byte[] json, String file) throws SettingsRefused {
    StrictObject root = StrictObject.parse(json, file);
    root.integer("formatVersion", 1, 1);
    List<Signer> signers = new ArrayList<>();
    for (StrictObject signer : root.objects("signers")) {
      String name = signer.text("name");
      String publicKey = signer.text("publicKey");
      signer.noOtherKeys();
      try {
        signers.add(Signer.fromPem(name, publicKey));
      } catch (ModelRefused e) {
        throw new SettingsRefused(signer.at("publicKey") + ": " + e.getMessage());
      }
    }
    root.noOtherKeys();
    return List.copyOf(signers);
  }
}
