package dev.martello.sealedmodel.bulk;

import java.util.Arrays;
import javax.crypto.SecretKey;

/** A key that can be overwritten, which the JDK's own {@code SecretKeySpec} cannot. */
final class ErasableKey implements SecretKey {
  private static final long serialVersionUID = 1L;

  private final String algorithm;
  private final byte[] bytes;

  /** Keeps {@code bytes} itself, no copy. */
  ErasableKey(String algorithm, byte[] bytes) {
    this.algorithm = algorithm;
    this.bytes = bytes;
  }

  @Override
  public String getAlgorithm() {
    return algorithm;
  }

  @Override
  public String getFormat() {
    return "RAW";
  }

  /** A copy; the JDK's AES and HKDF overwrite theirs. */
  @Override
  public byte[] getEncoded() {
    return bytes.clone();
  }

  @Override
  public void destroy() {
    Arrays.fill(bytes, (byte) 0);
  }
}
