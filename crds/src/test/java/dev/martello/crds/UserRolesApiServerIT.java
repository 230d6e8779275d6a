package dev.martello.crds;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One user for each role, bound in one namespace, and what the API server lets him do there. What
 * Kubernetes' own roles get comes by its aggregation controller, so the cluster needs its
 * controller manager.
 */
class UserRolesApiServerIT {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final List<String> ROLES =
      List.of(
          "martello-viewer",
          "martello-deployer",
          "martello-approver",
          "martello-auditor",
          "view",
          "edit",
          "admin");

  private static final Map<String, KubernetesClient> USERS = new HashMap<>();
  private static ApiServer server;
  private static CrdRequests requests;

  @BeforeAll
  static void bindUsers() throws Exception {
    server = ApiServer.open();
    requests = new CrdRequests(server);
    requests.applyDefinitions();
    var roles = Files.readString(Path.of("..", "manifests", "operator", "user-roles.yaml"));
    for (var role : roles.split("\n---\n")) server.apply(YAML.<HasMetadata>unmarshal(role));
    for (var role : ROLES) {
      server.admin().resource(binding(role, user(role))).create();
      USERS.put(role, server.asUser(user(role)));
    }
    USERS.put("nobody", server.asUser("nobody-of-ours"));
    ApiServer.await(
        "the bindings are in force, and the aggregation controller has put the roles together",
        () ->
            may("martello-auditor", "list", "modeltrusts")
                && may("view", "list", "modeldeployments")
                && may("edit", "create", "modeldeployments")
                && may("admin", "create", "modeldeployments"));
  }

  @AfterAll
  static void close() {
    USERS.values().forEach(KubernetesClient::close);
    if (server != null) server.close();
  }

  @ParameterizedTest(name = "{0} reads {1}, writes deployments {2}, writes trusts {3}")
  @CsvSource({
    "martello-viewer,   true,  false, false",
    "martello-deployer, true,  true,  false",
    "martello-approver, true,  false, true",
    "martello-auditor,  true,  false, false",
    "view,              true,  false, false",
    "edit,              true,  true,  false",
    "admin,             true,  true,  false",
    "nobody,            false, false, false"
  })
  void whoMayDoWhat(String role, boolean reads, boolean deploys, boolean approves) {
    for (var verb : List.of("get", "list", "watch")) {
      assertThat(may(role, verb, "modeldeployments")).as(verb).isEqualTo(reads);
      assertThat(may(role, verb, "modeltrusts")).as(verb).isEqualTo(reads);
      assertThat(may(role, verb, "complianceexceptions")).as(verb).isEqualTo(reads);
    }
    for (var verb : List.of("create", "update", "patch", "delete", "deletecollection")) {
      assertThat(may(role, verb, "modeldeployments")).as(verb).isEqualTo(deploys);
      assertThat(may(role, verb, "modeltrusts")).as(verb).isEqualTo(approves);
      assertThat(may(role, verb, "complianceexceptions")).as(verb).isEqualTo(approves);
      assertThat(may(role, verb, "modeldeployments/status")).as(verb + " status").isFalse();
    }
    assertThat(may(role, "patch", "modeldeployments/scale")).isEqualTo(deploys);
  }

  @ParameterizedTest
  @CsvSource({"martello-viewer", "martello-deployer", "martello-approver", "martello-auditor"})
  void noRoleOfOursLeadsToASecret(String role) {
    assertThat(may(role, "get", "", "secrets")).isFalse();
    assertThat(may(role, "list", "", "secrets")).isFalse();
    assertThat(may(role, "create", "", "pods")).isFalse();
    assertThat(may(role, "create", "", "pods/exec")).isFalse();
    assertThat(may(role, "get", "", "pods/log")).isFalse();
    assertThat(may(role, "list", "", "configmaps")).isFalse();
    server.admin().resource(secret(role)).create();
    var secrets = USERS.get(role).secrets().inNamespace(server.namespace());
    assertThat(ApiServer.refusal(() -> secrets.withName("of-" + role).get())).contains("forbidden");
  }

  @Test
  void theDeployerDeploysAndCanNotApprove() {
    var deployer = USERS.get("martello-deployer");
    deployer.resource(deployment()).dryRun().create();
    assertThat(ApiServer.refusal(() -> deployer.resource(trust()).dryRun().create()))
        .contains("forbidden", "modeltrusts");
  }

  @Test
  void theApproverApprovesAndCanNotDeploy() {
    var approver = USERS.get("martello-approver");
    approver.resource(trust()).dryRun().create();
    assertThat(ApiServer.refusal(() -> approver.resource(deployment()).dryRun().create()))
        .contains("forbidden", "modeldeployments");
  }

  @Test
  void anExceptionBearsTheNameOfWhoWroteIt() throws Exception {
    var policy =
        Files.readString(
            Path.of("..", "manifests", "operator", "admission-policy-exceptions.yaml"));
    for (var part : policy.split("\n---\n")) server.apply(YAML.<HasMetadata>unmarshal(part));
    var approver = USERS.get("martello-approver");
    ApiServer.await(
        "the policy is in force",
        () -> refuses(() -> approver.resource(exception("somebody-else")).dryRun().create()));
    assertThat(
            ApiServer.refusal(
                () -> approver.resource(exception("somebody-else")).dryRun().create()))
        .contains("spec.approver", user("martello-approver"));
    var written = approver.resource(exception(user("martello-approver"))).create();
    // Another may label it, and may not make it say something else.
    var admin = server.admin();
    written.getMetadata().setLabels(Map.of("seen", "yes"));
    written = admin.resource(written).update();
    var changed = exception(user("martello-approver"));
    changed.getMetadata().setResourceVersion(written.getMetadata().getResourceVersion());
    changed.getAdditionalProperties().put("spec", longer(changed));
    assertThat(ApiServer.refusal(() -> admin.resource(changed).update())).contains("spec.approver");
    for (var role : List.of("martello-deployer", "edit", "admin", "martello-auditor")) {
      assertThat(
              ApiServer.refusal(
                  () -> USERS.get(role).resource(exception(user(role))).dryRun().create()))
          .as(role)
          .contains("forbidden", "complianceexceptions");
    }
  }

  private static Map<String, Object> longer(GenericKubernetesResource exception) {
    Map<String, Object> spec = new HashMap<>(exception.get("spec"));
    spec.put("expires", "2099-01-01T00:00:00Z");
    return spec;
  }

  private static boolean refuses(Runnable write) {
    try {
      write.run();
      return false;
    } catch (KubernetesClientException refused) {
      return true;
    }
  }

  private static GenericKubernetesResource exception(String approver) {
    return requests.generic(
        CrdRequests.tree(
            """
            apiVersion: models.martello.dev/v1alpha1
            kind: ComplianceException
            metadata: {name: redundancy}
            spec:
              deployment: m
              control: redundancy
              reason: One node until the second is delivered.
              expires: "2027-03-31T00:00:00Z"
              approver: %s
            """
                .formatted(approver)));
  }

  /** What belongs to the cluster is seen and written only by whom a ClusterRoleBinding names. */
  @ParameterizedTest
  @CsvSource({"martello-auditor, false", "martello-approver, true"})
  void theClustersOwnKindsTakeAClusterRoleBinding(String role, boolean writes) throws Exception {
    for (var kind : List.of("compliancesummaries", "complianceprofiles")) {
      assertThat(mayEverywhere(role, "list", kind)).as("only in a namespace: " + kind).isFalse();
    }
    var binding =
        server
            .admin()
            .resource(
                new ClusterRoleBindingBuilder()
                    .withNewMetadata()
                    .withGenerateName("crds-it-")
                    .endMetadata()
                    .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", role)
                    .addNewSubject("rbac.authorization.k8s.io", "User", user(role), null)
                    .build())
            .create();
    try {
      ApiServer.await(
          "the binding is in force", () -> mayEverywhere(role, "list", "complianceprofiles"));
      assertThat(mayEverywhere(role, "list", "compliancesummaries")).isNotEqualTo(writes);
      assertThat(mayEverywhere(role, "create", "complianceprofiles")).isEqualTo(writes);
      assertThat(mayEverywhere(role, "patch", "compliancesummaries")).isFalse();
      assertThat(mayEverywhere(role, "patch", "compliancesummaries/status")).isFalse();
    } finally {
      server.admin().resource(binding).delete();
    }
  }

  @Test
  void theAuditorSeesWhoMayApproveAndWritesNothing() {
    var auditor = USERS.get("martello-auditor");
    assertThat(auditor.rbac().roleBindings().inNamespace(server.namespace()).list().getItems())
        .extracting(it -> it.getRoleRef().getName())
        .contains("martello-approver");
    assertThat(ApiServer.refusal(() -> auditor.resource(trust()).dryRun().create()))
        .contains("forbidden");
    assertThat(ApiServer.refusal(() -> auditor.resource(deployment()).dryRun().create()))
        .contains("forbidden");
  }

  @Test
  void aNamespacesAdminCanMakeSomebodyADeployerButNobodyAnApprover() {
    var admin = USERS.get("admin");
    admin.resource(binding("martello-deployer", "friend")).dryRun().create();
    assertThat(
            ApiServer.refusal(
                () -> admin.resource(binding("martello-approver", "friend")).dryRun().create()))
        .contains("forbidden", "models.martello.dev", "modeltrusts");
  }

  private static boolean may(String role, String verb, String resource) {
    return may(role, verb, "models.martello.dev", resource);
  }

  private static boolean mayEverywhere(String role, String verb, String resource) {
    return may(role, verb, "models.martello.dev", resource, null);
  }

  private static boolean may(String role, String verb, String group, String resource) {
    return may(role, verb, group, resource, server.namespace());
  }

  private static boolean may(
      String role, String verb, String group, String resource, String namespace) {
    var parts = resource.split("/");
    var review =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withVerb(verb)
            .withGroup(group)
            .withResource(parts[0])
            .withSubresource(parts.length > 1 ? parts[1] : null)
            .withNamespace(namespace)
            .endResourceAttributes()
            .endSpec()
            .build();
    var reviews = USERS.get(role).authorization().v1().selfSubjectAccessReview();
    return reviews.create(review).getStatus().getAllowed();
  }

  private static String user(String role) {
    return "user-of-" + role;
  }

  private static RoleBinding binding(String role, String user) {
    return new RoleBindingBuilder()
        .withNewMetadata()
        .withName(user + "-" + role)
        .withNamespace(server.namespace())
        .endMetadata()
        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", role)
        .addNewSubject("rbac.authorization.k8s.io", "User", user, null)
        .build();
  }

  private static HasMetadata secret(String role) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName("of-" + role)
        .withNamespace(server.namespace())
        .endMetadata()
        .addToStringData("martello.key", "not for you")
        .build();
  }

  private static GenericKubernetesResource deployment() {
    return requests.generic(requests.minimal());
  }

  private static GenericKubernetesResource trust() {
    return requests.generic(requests.trust("a"));
  }
}
