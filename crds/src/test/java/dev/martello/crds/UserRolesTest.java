package dev.martello.crds;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The duties that the shipped roles separate, as the file says; the IT asks the API server. */
class UserRolesTest {
  private static final Set<String> READ = Set.of("get", "list", "watch");
  private static final String AGGREGATE = "rbac.authorization.k8s.io/aggregate-to-";

  private static final Map<String, ClusterRole> ROLES = roles();

  @Test
  void theRolesAreTheseFour() {
    assertThat(ROLES)
        .containsOnlyKeys(
            "martello-viewer", "martello-deployer", "martello-approver", "martello-auditor");
  }

  @ParameterizedTest
  @CsvSource({
    "martello-viewer, view",
    "martello-deployer, edit",
    "martello-approver, ",
    "martello-auditor, "
  })
  void onlyViewerAndDeployerBecomePartOfKubernetesOwnRoles(String role, String into) {
    var aggregated =
        ROLES.get(role).getMetadata().getLabels().keySet().stream()
            .filter(label -> label.startsWith(AGGREGATE));
    assertThat(aggregated)
        .containsExactlyElementsOf(into == null ? List.of() : List.of(AGGREGATE + into));
  }

  @ParameterizedTest
  @CsvSource({
    "martello-viewer, ",
    "martello-deployer, modeldeployments modeldeployments/scale",
    "martello-approver, modeltrusts complianceexceptions complianceprofiles",
    "martello-auditor, "
  })
  void noRoleWritesMoreThanItsDuty(String role, String written) {
    var writes =
        ROLES.get(role).getRules().stream()
            .filter(rule -> !READ.containsAll(rule.getVerbs()))
            .flatMap(rule -> rule.getResources().stream());
    assertThat(writes)
        .containsExactlyInAnyOrderElementsOf(
            written == null ? List.of() : Arrays.asList(written.split(" ")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"martello-viewer", "martello-deployer", "martello-approver", "martello-auditor"})
  void noRoleHasAWildcardOrAWayToASecret(String role) {
    for (PolicyRule rule : ROLES.get(role).getRules()) {
      assertThat(rule.getVerbs()).doesNotContain("*", "bind", "escalate", "impersonate");
      assertThat(rule.getApiGroups()).doesNotContain("*");
      assertThat(rule.getResources())
          .doesNotContain("*", "secrets", "pods", "pods/log", "pods/exec");
      if (rule.getResources().contains("configmaps")) {
        assertThat(rule.getResourceNames()).containsExactly("martello-runtimes");
      }
    }
  }

  private static Map<String, ClusterRole> roles() {
    try {
      var text = Files.readString(Path.of("..", "manifests", "operator", "user-roles.yaml"));
      return Arrays.stream(text.split("\n---\n"))
          .map(document -> Serialization.unmarshal(document, ClusterRole.class))
          .collect(toMap(role -> role.getMetadata().getName(), Function.identity()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
