package dev.martello.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.martello.crds.ModelDeployment;
import dev.martello.crds.TrustedSigner;
import dev.martello.operator.desired.RenderResult.Rendered;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is rendered, to the byte. {@code -Dregenerate} writes the files anew; look at the difference
 * before it is committed.
 */
class GoldenRenderingTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");
  private static final String IMAGE = "registry.example/martello/runtime@sha256:" + "a".repeat(64);

  /** A public key of the contract's signers.json; nobody needs its private key here. */
  private static final String KEY =
      """
      -----BEGIN PUBLIC KEY-----
      MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEb6i5NhXROrEf7QGQRfAxJ4amPVh4
      8U4a5pAHHFOUUoEcD5RUJh7ASgi6AgJdVWv7WsFx4SwxiIVsUMjRZlwjQg==
      -----END PUBLIC KEY-----
      """;

  private static final ObjectMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder()
                  .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                  .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                  .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
                  .disable(YAMLGenerator.Feature.SPLIT_LINES)
                  .build())
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  @ParameterizedTest
  @ValueSource(strings = {"defaults", "everything", "evaluated"})
  void rendersAsBefore(String name) throws Exception {
    ModelDeployment deployment =
        YAML.readValue(GOLDEN.resolve(name + ".input.yaml").toFile(), ModelDeployment.class);
    Inputs inputs =
        new Inputs(
            "martello-system",
            Map.of("default", IMAGE, "distroless", IMAGE.replace("a".repeat(64), "d".repeat(64))),
            new Trust(List.of(new TrustedSigner("data-science", KEY)), Optional.empty()),
            Optional.of(name + "-tls-0123456789"),
            name.equals("defaults"),
            true);
    Desired desired = ((Rendered) Rendering.render(deployment, inputs)).desired();
    StringBuilder text = new StringBuilder();
    for (HasMetadata object : desired.objects()) {
      text.append(YAML.writeValueAsString(object));
    }
    Path golden = GOLDEN.resolve(name + ".yaml");
    if (System.getProperty("regenerate") != null) {
      Files.writeString(golden, text);
    }
    assertThat(text.toString()).isEqualTo(Files.readString(golden));
  }
}
