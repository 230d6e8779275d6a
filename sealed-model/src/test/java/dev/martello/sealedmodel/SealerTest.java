package dev.martello.sealedmodel;

import static dev.martello.sealedmodel.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealerTest {
  @TempDir Path directory;
  SealedExample example;
  SealRequest request;

  @BeforeEach
  void prepare() throws Exception {
    example = new SealedExample(directory);
    request = example.request(SealedExample.model(10), "m", "1.0.0");
  }

  private SealRequest with(String name, List<SealRecipient> recipients, Optional<JsonNode> about) {
    return new SealRequest(
        request.model(),
        name,
        request.version(),
        request.description(),
        about,
        request.evaluation(),
        recipients,
        request.signingKey(),
        request.directory());
  }

  private void nothingIsLeft() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.contains("sealing") || name.equals("m-1.0.0"));
    }
  }

  @Test
  void exactlyTheFourFilesAreWritten() throws Exception {
    Sealer.seal(request);
    try (Stream<Path> files = Files.list(request.directory())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "manifest.json", "model.key.p7m", "model.onnx.enc", "model.sig");
    }
  }

  @Test
  void whatIsThereIsNeverOverwritten() throws Exception {
    Files.createDirectory(request.directory());
    assertThatThrownBy(() -> Sealer.seal(request))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("never overwritten");
    assertThat(request.directory()).isEmptyDirectory();
  }

  @Test
  void noRecipientOrOneTwice() throws Exception {
    refused(Reason.KeyMalformed, () -> Sealer.seal(with("m", List.of(), Optional.empty())));
    List<SealRecipient> twice = List.of(example.kek, example.kek);
    refused(Reason.KeyMalformed, () -> Sealer.seal(with("m", twice, Optional.empty())));
    nothingIsLeft();
  }

  @Test
  void aNameThatIsNone() throws Exception {
    for (String name : new String[] {"", "a/b", "../m", "-m", "m.", "a b", "x".repeat(129)}) {
      SealRequest wrong = with(name, request.recipients(), Optional.empty());
      refused(Reason.ManifestInvalid, () -> Sealer.seal(wrong));
    }
    nothingIsLeft();
  }

  @Test
  void provenanceThatCouldNotBeReadAgain() throws Exception {
    ObjectNode deep = JsonNodeFactory.instance.objectNode();
    ObjectNode inner = deep;
    for (int i = 0; i < 40; i++) {
      inner = inner.putObject("deeper");
    }
    refused(
        Reason.ManifestInvalid,
        () -> Sealer.seal(with("m", request.recipients(), Optional.of(deep))));
    JsonNode text = JsonNodeFactory.instance.textNode("not an object");
    refused(
        Reason.ManifestInvalid,
        () -> Sealer.seal(with("m", request.recipients(), Optional.of(text))));
    ObjectNode large = JsonNodeFactory.instance.objectNode().put("note", "x".repeat(1024 * 1024));
    refused(
        Reason.TooLarge, () -> Sealer.seal(with("m", request.recipients(), Optional.of(large))));
    nothingIsLeft();
  }

  @Test
  void aModelThatIsMissingEmptyOrTooLarge() throws Exception {
    try (RandomAccessFile sparse = new RandomAccessFile(request.model().toFile(), "rw")) {
      sparse.setLength(1L << 31);
    }
    assertThat(refused(Reason.TooLarge, () -> Sealer.seal(request))).hasMessageContaining("2 GiB");
    Files.write(request.model(), new byte[0]);
    refused(Reason.FileMalformed, () -> Sealer.seal(request));
    Files.delete(request.model());
    refused(Reason.FileMissing, () -> Sealer.seal(request));
    nothingIsLeft();
  }

  @Test
  void twoSealsOfOneModelShareNoKey() throws Exception {
    Path one = example.seal(SealedExample.model(1000), "a", "1.0.0");
    Path two = example.seal(SealedExample.model(1000), "b", "1.0.0");
    assertThat(Files.readAllBytes(one.resolve("model.onnx.enc")))
        .isNotEqualTo(Files.readAllBytes(two.resolve("model.onnx.enc")));
  }
}
