package dev.martello.sealedmodel;

/** Why a model, or something that belongs to it, was refused. */
public enum Reason {
  /** A file is not there or cannot be read. */
  FileMissing,
  /** A file is there, but is not what its name says. */
  FileMalformed,
  /** A file or the model is larger than can be taken. */
  TooLarge,
  /** The signer is trusted, but the signature does not hold. */
  SignatureInvalid,
  /** Signed by a key that is not among the trusted ones. */
  SignerUnknown,
  /** The signature holds, but for other files than these. */
  FilesDoNotMatch,
  /** The manifest, or what should go into one, breaks its rules. */
  ManifestInvalid,
  /** Another model than the expected one. */
  NameMismatch,
  /** Older than the least version expected. */
  VersionTooOld,
  /** Not the one sealed model that was expected. */
  DigestMismatch,
  /** Sealed in another format than the one that was asked for. */
  FormatMismatch,
  /** A key file cannot be understood. */
  KeyMalformed,
  /** The key is sound, but the model was not sealed for it. */
  KeyDoesNotOpen,
  /** The ciphertext is not the signed one, or does not decrypt. */
  CiphertextAltered,
  /** What was decrypted is not what the manifest names. */
  PlaintextMismatch,
  /** Opened, but the inference engine does not take it. */
  ModelUnloadable
}
