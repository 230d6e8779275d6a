package dev.martello.sealedmodel;

import dev.martello.sealedmodel.signature.Bundle;
import dev.martello.sealedmodel.signature.Resource;
import dev.martello.sealedmodel.signature.Statement;
import java.util.List;

/** The digests of the three files that a sealed model's signature covers, in hex. */
record SignedFiles(String manifestSha256, String wrappedKeySha256, String bulkSha256) {
  private Statement statement() {
    return new Statement(
        List.of(
            new Resource(SealedFiles.MANIFEST, manifestSha256),
            new Resource(SealedFiles.WRAPPED_KEY, wrappedKeySha256),
            new Resource(SealedFiles.BULK, bulkSha256)));
  }

  /** {@code sha256:<hex>}. */
  String rootDigest() {
    return "sha256:" + statement().rootDigest();
  }

  /** The bundle's bytes. */
  byte[] sign(String subject, SigningKey key) {
    return Bundle.sign(statement(), subject, key.signer("").hint(), key::sign).write();
  }
}
