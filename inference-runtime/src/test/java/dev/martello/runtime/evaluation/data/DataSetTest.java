package dev.martello.runtime.evaluation.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSetTest {
  @TempDir Path directory;

  @Test
  void readsATableWithItsLabel() throws Exception {
    DataSet data = csv("a,answer,b\n1,7,2.5\n-3,8,4e2\n", Optional.of("answer"));
    assertThat(data.rows()).isEqualTo(2);
    assertThat(data.label(1)).isEqualTo(8);
    assertThat(data.features().get(0).value(0, 1)).isEqualTo(2.5);
    assertThat(data.features().get(0).value(1, 1)).isEqualTo(400);
  }

  @Test
  void readsTheExample() throws Exception {
    DataSet data =
        DataSet.read(
            Path.of("..", "examples", "breast-cancer", "evaluation.csv"), Optional.empty());
    assertThat(data.rows()).isEqualTo(171);
    assertThat(data.isLabelled()).isTrue();
    assertThat(data.features().get(0).rowLength()).isEqualTo(30);
  }

  @Test
  void saysWhereATableIsWrong() {
    assertThatThrownBy(() -> csv("a,label\n1,2\n1\n", Optional.empty()))
        .hasMessageContaining("line 3 has 1 cells");
    assertThatThrownBy(() -> csv("a,label\n1,cat\n", Optional.empty()))
        .hasMessageContaining("line 2 has 'cat'");
    assertThatThrownBy(() -> csv("a,b\n1,2\n", Optional.of("c")))
        .hasMessageContaining("no column c");
  }

  @Test
  void readsNumpyArchives() throws Exception {
    Path file = directory.resolve("d.npz");
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("x.npy"));
      zip.write(npy("<f4", "(2, 1, 2)", 1f, 2f, 3f, 4f));
      zip.putNextEntry(new ZipEntry("y.npy"));
      zip.write(npy("<f4", "(2,)", 0f, 1f));
    }
    DataSet data = DataSet.read(file, Optional.empty());
    assertThat(data.rows()).isEqualTo(2);
    assertThat(data.features()).hasSize(1);
    assertThat(data.features().get(0).rowShape()).containsExactly(1, 2);
    assertThat(data.features().get(0).value(1, 1)).isEqualTo(4);
    assertThat(data.label(1)).isEqualTo(1);
  }

  @Test
  void refusesACutArray() throws Exception {
    byte[] whole = npy("<f4", "(2, 2)", 1f, 2f, 3f, 4f);
    for (int length = 0; length < whole.length; length++) {
      Path file = Files.write(directory.resolve("cut.npy"), java.util.Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> DataSet.read(file, Optional.empty()))
          .as("%d bytes", length)
          .isInstanceOf(dev.martello.runtime.evaluation.data.DataRefused.class);
    }
  }

  private DataSet csv(String text, Optional<String> label) throws Exception {
    return DataSet.read(Files.writeString(directory.resolve("t.csv"), text), label);
  }

  private static byte[] npy(String type, String shape, float... values) {
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }\n".formatted(type, shape);
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    out.write(header.length());
    out.write(0);
    out.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
    var bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    out.writeBytes(bytes.array());
    return out.toByteArray();
  }
}
