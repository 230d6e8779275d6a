package dev.martello.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogLinesTest {

  private static List<String> read(String text) throws Exception {
    InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    LogLines lines = new LogLines(in);
    List<String> all = new ArrayList<>();
    for (byte[] line = lines.next(); line.length > 0 || lines.more(); line = lines.next()) {
      all.add(new String(line, StandardCharsets.ISO_8859_1));
    }
    return all;
  }

  @Test
  void linesOfAllLengthsComeAsTheyAre() throws Exception {
    Random random = new Random(20261123);
    List<String> written = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      written.add("x".repeat(random.nextInt(i % 50 == 0 ? 200_000 : 300)));
    }
    assertThat(read(String.join("\n", written) + "\n")).isEqualTo(written);
  }

  @Test
  void lastLineNeedsNoLineFeed() throws Exception {
    assertThat(read("")).isEmpty();
    assertThat(read("\n")).containsExactly("");
    assertThat(read("a\n\nb")).containsExactly("a", "", "b");
  }

  @Test
  void lineThatGoesOnIsCutOffAndTheNextIsWhole() throws Exception {
    assertThat(read("y".repeat(3 << 20) + "\nnext\n"))
        .satisfiesExactly(
            line -> assertThat(line).hasSize(1 << 20), line -> assertThat(line).isEqualTo("next"));
  }
}
