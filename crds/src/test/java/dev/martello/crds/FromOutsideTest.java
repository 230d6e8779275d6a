package dev.martello.crds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.BackendTLSPolicySpec;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewaySpec;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteSpec;
import io.fabric8.kubernetes.api.model.gatewayapi.v1alpha3.TLSRouteSpec;
import io.fabric8.kubernetes.api.model.networking.v1.IngressSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The examples for callers from outside the cluster: fields that the APIs have, and names that fit
 * together. TLSRoute is read by the type of v1alpha3, which the client library has; the example's
 * v1 has the same fields.
 */
class FromOutsideTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final Map<String, Class<?>> SPECS =
      Map.of(
          "Gateway", GatewaySpec.class,
          "TLSRoute", TLSRouteSpec.class,
          "HTTPRoute", HTTPRouteSpec.class,
          "BackendTLSPolicy", BackendTLSPolicySpec.class,
          "Ingress", IngressSpec.class);

  /** Kubernetes' types keep fields that they don't know; here those are refused. */
  private static final ObjectMapper STRICT =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .setAnnotationIntrospector(
              new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                  return annotated.hasAnnotation(JsonAnySetter.class) ? false : null;
                }
              });

  @ParameterizedTest
  @ValueSource(strings = {"tls-route", "http-route", "ingress"})
  void everyFieldIsOneOfTheApi(String file) throws IOException {
    for (var object : objects(file)) {
      var kind = object.get("kind").asText();
      if (kind.equals("ModelDeployment")) {
        assertThat(unknown(object.get("spec"), schema())).isEmpty();
      } else {
        STRICT.treeToValue(object.get("spec"), SPECS.get(kind));
      }
    }
  }

  @Test
  void aWrongFieldIsFound() throws IOException {
    var route = objects("tls-route").get(1);
    ((ObjectNode) route.at("/spec/rules/0/backendRefs/0")).put("prot", 443);
    assertThatThrownBy(() -> STRICT.treeToValue(route.get("spec"), TLSRouteSpec.class))
        .isInstanceOf(JsonProcessingException.class)
        .hasMessageContaining("prot");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tls-route", "http-route", "ingress"})
  void whatIsAskedForIsTheServicesNameAndTheCertificates(String file) throws IOException {
    var objects = objects(file);
    var deployment = objects.get(objects.size() - 1);
    var name = deployment.at("/metadata/name").asText();
    var host = name + "." + deployment.at("/metadata/namespace").asText() + ".svc";
    for (var object : objects) {
      object.findValues("backendRefs").forEach(refs -> assertBackend(refs.get(0), name));
      object
          .findValues("service")
          .forEach(service -> assertThat(service.get("name").asText()).isEqualTo(name));
    }
    var verified =
        switch (file) {
          case "tls-route" -> objects.get(1).at("/spec/hostnames/0");
          case "http-route" -> objects.get(2).at("/spec/validation/hostname");
          default ->
              objects
                  .get(0)
                  .at("/metadata/annotations")
                  .get("nginx.ingress.kubernetes.io/proxy-ssl-name");
        };
    assertThat(verified.asText()).isEqualTo(host);
    assertThat(deployment.at("/spec/access/from")).hasSize(1);
  }

  private static void assertBackend(JsonNode backend, String name) {
    assertThat(backend.get("name").asText()).isEqualTo(name);
    assertThat(backend.get("port").asInt()).isEqualTo(443);
  }

  /** Fields that the generated schema does not have, by their paths. */
  private static List<String> unknown(JsonNode value, JsonNode schema) {
    return value.properties().stream()
        .flatMap(
            each -> {
              var field = schema.path("properties").path(each.getKey());
              if (field.isMissingNode()) return List.of(each.getKey()).stream();
              return each.getValue().isObject()
                  ? unknown(each.getValue(), field).stream()
                  : List.<String>of().stream();
            })
        .toList();
  }

  private static JsonNode schema() throws IOException {
    return CrdYaml.definition(ModelDeployment.class)
        .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
  }

  private static List<JsonNode> objects(String file) throws IOException {
    var text = Files.readString(Path.of("..", "examples", "from-outside", file + ".yaml"));
    return Arrays.stream(text.split("\n---\n"))
        .map(document -> YAML.unmarshal(document, JsonNode.class))
        .toList();
  }
}
