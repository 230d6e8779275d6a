package dev.martello.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The shipped healthCheckExprs, in a CEL that is not Flux's own, asked in the order of Flux's RFC
 * 0009. A settled ModelDeployment without pods is Suspended to Argo CD and Current to Flux.
 */
class FluxHealthTest {
  private static final Map<String, String> FROM_ARGO_CD =
      Map.of(
          "Healthy", "Current",
          "Suspended", "Current",
          "Degraded", "Failed",
          "Progressing", "InProgress");
  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("metadata", SimpleType.DYN)
          .addVar("status", SimpleType.DYN)
          .setResultType(SimpleType.BOOL)
          .build();
  private static final CelRuntime RUNTIME = CelRuntimeFactory.standardCelRuntimeBuilder().build();

  @ParameterizedTest
  @MethodSource("cases")
  void everyCaseHasItsHealthWhateverElseIsTrue(HealthCase each) throws Exception {
    for (var resource : each.variants().toList()) {
      assertThat(health(resource)).isEqualTo(FROM_ARGO_CD.get(each.status()));
    }
  }

  /** Neither true nor false: what Flux does then is in docs/gitops.md. */
  @Test
  void beforeTheFirstStatusThereIsNoAnswer() throws Exception {
    var fresh = HealthCase.read(HealthCase.ARGO_CD.resolve("testdata/new.yaml"));
    for (var name : List.of("inProgress", "failed", "current")) {
      assertThat(answer(checks().get(name), fresh)).as(name).isNotInstanceOf(Boolean.class);
    }
  }

  private static List<HealthCase> cases() throws IOException {
    return HealthCase.all().stream().filter(each -> each.resource().has("status")).toList();
  }

  private static String health(JsonNode resource) throws Exception {
    var observed = resource.at("/status/observedGeneration");
    if (!observed.isMissingNode() && !observed.equals(resource.at("/metadata/generation"))) {
      return "InProgress";
    }
    var checks = checks();
    if (holds(checks.get("inProgress"), resource)) return "InProgress";
    if (holds(checks.get("failed"), resource)) return "Failed";
    return holds(checks.get("current"), resource) ? "Current" : "InProgress";
  }

  private static boolean holds(JsonNode expression, JsonNode resource)
      throws CelValidationException, CelEvaluationException {
    return (boolean) answer(expression, resource);
  }

  private static Object answer(JsonNode expression, JsonNode resource)
      throws CelValidationException, CelEvaluationException {
    var program = RUNTIME.createProgram(COMPILER.compile(expression.asText()).getAst());
    Map<String, Object> fields =
        new ObjectMapper().convertValue(resource, new TypeReference<Map<String, Object>>() {});
    return program.eval(fields);
  }

  private static JsonNode checks() throws IOException {
    var file = HealthCase.GITOPS.resolve("flux/kustomization-with-health.yaml");
    return HealthCase.read(file).at("/spec/healthCheckExprs/0");
  }
}
