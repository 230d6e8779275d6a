package dev.martello.sealedmodel.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class EncodingTest {
  /** The JDK takes "QR==" for "A" too; that must not count as the same signature file. */
  @Test
  void base64HasOneTextForEveryValue() {
    assertThat(Base64.getDecoder().decode("QR==")).isEqualTo(new byte[] {'A'});
    assertThat(CanonicalBase64.bytes("QQ==")).contains(new byte[] {'A'});
    for (String other : new String[] {"QR==", "QQ", "QQ=", "QQ==\n", " QQ==", "_-==", "Q"}) {
      assertThat(CanonicalBase64.bytes(other)).as(other).isEmpty();
    }
    assertThat(CanonicalBase64.urlBytes("_-8")).contains(new byte[] {(byte) 0xff, (byte) 0xef});
    assertThat(CanonicalBase64.urlBytes("_-8=")).isEmpty();
    assertThat(CanonicalBase64.urlBytes("_-9")).isEmpty();
  }

  @Test
  void derIsOneWholeValue() {
    assertThat(hold("3000")).isTrue();
    assertThat(hold("300302012a")).isTrue();
    assertThat(hold("02012a")).isTrue();
    assertThat(hold("30810302012a")).isTrue(); // longer length forms are left to the parser
    for (String bad :
        new String[] {
          "",
          "30",
          "3001",
          "300302012a00",
          "30000000",
          "3080",
          "30800000",
          "300402012a",
          "30847fffffff",
          "3085010000000000",
          "1f810100",
          "3005300302"
        }) {
      assertThat(hold(bad)).as(bad).isFalse();
    }
    assertThat(hold(nested(24))).isTrue();
    assertThat(hold(nested(25))).isFalse();
  }

  private static String nested(int depth) {
    String der = "";
    for (int i = 0; i < depth; i++) {
      der = String.format("30%02x%s", der.length() / 2, der);
    }
    return der;
  }

  private static boolean hold(String hex) {
    return DerBounds.hold(Hex.bytes(hex));
  }
}
