package dev.martello.cli.keys;

/** What {@code martello keygen --type} makes. */
enum KeyKind {
  /** A pair of EC keys on P-256: the public one seals, the private one opens. */
  P256,
  /** One 256-bit key-encryption key: it seals and opens. */
  KEK,
  /** A pair of EC keys on P-256: the private one signs, the public one verifies. */
  SIGNING
}
