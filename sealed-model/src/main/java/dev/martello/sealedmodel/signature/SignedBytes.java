package dev.martello.sealedmodel.signature;

import java.nio.charset.StandardCharsets;

/** What a DSSE signature is made over: the pre-authentication encoding of DSSE v1.0. */
final class SignedBytes {
  static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

  private SignedBytes() {}

  static byte[] of(byte[] payload) {
    byte[] head =
        ("DSSEv1 " + PAYLOAD_TYPE.length() + " " + PAYLOAD_TYPE + " " + payload.length + " ")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[head.length + payload.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(payload, 0, all, head.length, payload.length);
    return all;
  }
}
