package dev.martello.crds;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The YAML of a custom resource definition, as generated from the records and then corrected. */
final class CrdYaml {
  private static final String HEADER =
      "# Generated from the records in crds/; change those, then `mvn -pl crds test -Dregenerate`.\n";
  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
              .build());

  private CrdYaml() {}

  static String generate(Class<? extends CustomResource<?, ?>> kind) throws IOException {
    return HEADER + YAML.writeValueAsString(definition(kind));
  }

  static ObjectNode definition(Class<? extends CustomResource<?, ?>> kind) throws IOException {
    var directory = Files.createTempDirectory("crd");
    var generated = directory.resolve(CustomResource.getCRDName(kind) + "-v1.yml");
    try {
      new CRDGenerator()
          .customResourceClasses(kind)
          .forCRDVersions("v1")
          .inOutputDir(directory.toFile())
          .detailedGenerate();
      var definition = (ObjectNode) YAML.readTree(generated.toFile());
      SchemaCorrections.correct(definition);
      return definition;
    } finally {
      Files.deleteIfExists(generated);
      Files.deleteIfExists(directory);
    }
  }

  static Path checkedIn(Class<? extends CustomResource<?, ?>> kind) {
    return Path.of("..", "manifests", "crds", CustomResource.getCRDName(kind) + ".yaml");
  }
}
