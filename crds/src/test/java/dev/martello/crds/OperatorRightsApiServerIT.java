package dev.martello.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the operator's service account may do by the shipped role, and what the shipped policies
 * still refuse it. What is applied is part of install.yaml and stays.
 */
class OperatorRightsApiServerIT {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final Map<String, String> OURS =
      Map.of("app.kubernetes.io/managed-by", "martello");

  private static ApiServer server;
  private static KubernetesClient operator;
  private static String runtime;

  @BeforeAll
  static void install() throws Exception {
    server = ApiServer.open();
    for (var file :
        new String[] {
          "namespace",
          "service-account",
          "cluster-role",
          "admission-policy",
          "admission-policy-secrets"
        }) {
      for (var document : manifest(file).split("\n---\n")) {
        server.apply(YAML.<HasMetadata>unmarshal(document));
      }
    }
    var runtimes = server.admin().configMaps().inNamespace("martello-system");
    if (runtimes.withName("martello-runtimes").get() == null) {
      server.apply(YAML.<HasMetadata>unmarshal(manifest("runtimes")));
    }
    runtime = runtimes.withName("martello-runtimes").get().getData().values().iterator().next();
    operator = server.as("martello-system", "martello-operator");
    var foreign = workload();
    at(foreign, "/spec/template/spec/containers/0").put("image", "registry.example.org/evil");
    ApiServer.await(
        "the policies and rights are in force",
        () -> answer(foreign).contains("martello-operator: image") && answer(workload()).isEmpty());
    ApiServer.await(
        "the policy on Secrets is in force",
        () -> answer(secret("foreign", Map.of())).contains("martello-operator: only Secrets"));
  }

  @AfterAll
  static void close() {
    if (operator != null) operator.close();
    if (server != null) server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "list", "watch", "update", "patch", "deletecollection"})
  void noVerbReturnsASecret(String verb) {
    assertThat(may(verb, "", "secrets")).isFalse();
  }

  /** The keys for callers' tokens, and nothing else beside resources. */
  @ParameterizedTest
  @CsvSource({
    "/openid/v1/jwks, get, true",
    "/.well-known/openid-configuration, get, true",
    "/openid/v1/jwks, post, false",
    "/metrics, get, false",
    "/logs, get, false"
  })
  void pathsThatItMayRead(String path, String verb, boolean allowed) {
    var review =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewNonResourceAttributes(path, verb)
            .endSpec()
            .build();
    assertThat(
            operator
                .authorization()
                .v1()
                .selfSubjectAccessReview()
                .create(review)
                .getStatus()
                .getAllowed())
        .isEqualTo(allowed);
  }

  @Test
  void readsTheClustersKeys() {
    assertThat(operator.raw("/openid/v1/jwks")).contains("\"kid\"");
    assertThat(operator.raw("/.well-known/openid-configuration")).contains("\"issuer\"");
  }

  @Test
  void readingASecretIsReallyRefused() {
    server.admin().resource(secret("somebodys", Map.of())).create();
    var secrets = operator.secrets().inNamespace(server.namespace());
    assertThat(ApiServer.refusal(() -> secrets.withName("somebodys").get())).contains("forbidden");
    assertThat(ApiServer.refusal(secrets::list)).contains("forbidden");
  }

  @ParameterizedTest
  @CsvSource({
    "create, '', pods",
    "create, '', pods/exec",
    "create, '', serviceaccounts/token",
    "update, models.martello.dev, modeldeployments",
    "create, models.martello.dev, modeltrusts",
    "create, rbac.authorization.k8s.io, rolebindings",
    "patch, admissionregistration.k8s.io, validatingadmissionpolicies",
    "create, apps, daemonsets",
    "create, batch, cronjobs",
    "impersonate, '', users"
  })
  void whatItDoesNotNeedItMayNot(String verb, String group, String resource) {
    assertThat(may(verb, group, resource)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "watch, models.martello.dev, modeldeployments",
    "watch, models.martello.dev, modeltrusts",
    "patch, models.martello.dev, modeldeployments/status",
    "patch, apps, deployments",
    "delete, apps, deployments",
    "patch, batch, jobs",
    "delete, batch, jobs",
    "patch, '', configmaps",
    "delete, '', configmaps",
    "patch, '', services",
    "patch, '', serviceaccounts",
    "patch, networking.k8s.io, networkpolicies",
    "delete, policy, poddisruptionbudgets",
    "delete, autoscaling, horizontalpodautoscalers",
    "create, '', secrets",
    "delete, '', secrets",
    "watch, '', pods",
    "watch, '', events",
    "watch, '', nodes",
    "watch, discovery.k8s.io, endpointslices",
    "watch, rbac.authorization.k8s.io, rolebindings",
    "watch, rbac.authorization.k8s.io, clusterrolebindings",
    "create, events.k8s.io, events"
  })
  void whatItNeedsItMay(String verb, String group, String resource) {
    assertThat(may(verb, group, resource)).isTrue();
  }

  @Test
  void itMayLookAtThePoliciesThatBindIt() {
    var bindings = operator.admissionRegistration().v1().validatingAdmissionPolicyBindings();
    assertThat(bindings.withName("martello-operator").get().getSpec().getValidationActions())
        .containsExactly("Deny");
    assertThat(bindings.withName("martello-operator-secrets").get()).isNotNull();
  }

  @Test
  void itCreatesAndDeletesACertificate() {
    var secret = secret("breast-cancer-tls-0123456789", OURS);
    operator.resource(secret).create();
    operator.resource(secret).delete();
    // At once under the same name, which is how a certificate is renewed.
    operator.resource(secret).create();
    operator.resource(secret).delete();
    assertThat(server.admin().resource(secret).get()).isNull();
  }

  @Test
  void itDeletesNoSecretWithoutItsLabel() {
    var secret = secret("users-key-tls-0123456789", Map.of());
    server.admin().resource(secret).create();
    assertThat(ApiServer.refusal(() -> operator.resource(secret).delete()))
        .contains("only Secrets with the label app.kubernetes.io/managed-by=martello");
    assertThat(server.admin().resource(secret).get()).isNotNull();
  }

  /** Deleted in the foreground, an object is answered whole: the right to delete would read it. */
  @Test
  void deletingIsNoWayToReadAForeignSecret() {
    Secret foreign = server.admin().resource(secret("foreign-too", Map.of())).create();
    assertThat(
            ApiServer.refusal(
                () ->
                    operator
                        .resource(foreign)
                        .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                        .delete()))
        .contains("only Secrets with the label app.kubernetes.io/managed-by=martello");
    server.admin().resource(foreign).delete();
  }

  @Test
  void itCreatesOnlyCertificates() {
    assertThat(answer(secret("breast-cancer-tls-0123456789", Map.of()))).contains("only Secrets");
    assertThat(answer(secret("breast-cancer-key", OURS))).contains("is named NAME-tls-HASH");
    assertThat(answer(secret("martello-operator-ca", OURS))).contains("is named NAME-tls-HASH");
    var token = secret("breast-cancer-tls-0123456789", OURS);
    token.setType("kubernetes.io/service-account-token");
    token.getMetadata().setAnnotations(Map.of("kubernetes.io/service-account.name", "default"));
    assertThat(answer(token)).contains("never a service-account token");
    var authority = secret("martello-operator-ca", OURS);
    authority.getMetadata().setNamespace("martello-system");
    // Where the operator already runs, it made that Secret itself.
    assertThat(answer(authority)).matches("|.*already exists.*");
  }

  @Test
  void aWorkloadAsRenderedIsAccepted() {
    assertThat(answer(workload())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /containers/0                    | image                        | registry.example.org/evil:1 | image is not on the list of runtimes: registry.example.org/evil:1
          /containers/0                    | command                      | [java]                      | no command
          /containers/0                    | lifecycle                    | {preStop: {exec: {command: [java]}}} | no command
          /containers/0                    | livenessProbe                | {exec: {command: [java]}}   | no command
          /containers/0                    | env                          | [{name: POD_X, valueFrom: {secretKeyRef: {name: s, key: k}}}] | never come from Secrets
          /containers/0                    | env                          | [{name: JAVA_TOOL_OPTIONS, value: x}] | are named POD_
          /containers/0                    | envFrom                      | [{secretRef: {name: s}}]    | never come from Secrets
          /volumes/1/secret/items/0        | key                          | password                    | only the item martello.key
          /volumes/1/secret                | items                        | [{key: martello.key, path: a}, {key: password, path: b}] | only the item martello.key
          /volumes/1/secret                | items                        | []                          | only the item martello.key
          /volumes/2/secret                | secretName                   | another-tls-0123456789      | certificates that the operator made
          /volumes/2/secret                | secretName                   | breast-cancer-tls-key       | certificates that the operator made
          /volumes/3                       | configMap                    |                             | only volumes of kind
          /                                | hostNetwork                  | true                        | no host network
          /                                | hostPID                      | true                        | no host network
          /                                | hostIPC                      | true                        | no host network
          /                                | serviceAccountName           | default                     | service account named like
          /                                | automountServiceAccountToken | true                        | must be false
          /                                | automountServiceAccountToken |                             | must be false
          """)
  void anotherWorkloadIsRefused(String where, String field, String value, String message) {
    var workload = workload();
    var node = at(workload, ("/spec/template/spec" + where).replaceAll("/$", ""));
    node.remove(field);
    if (value != null) node.set(field, yaml(value));
    if (field.equals("configMap")) node.putObject("hostPath").put("path", "/etc");
    assertThat(answer(workload)).contains("martello-operator: ", message);
  }

  @Test
  void initContainersAndProjectedSecretsAreNoWayAround() {
    var init = workload();
    at(init, "/spec/template/spec")
        .putArray("initContainers")
        .addObject()
        .put("name", "evil")
        .put("image", "registry.example.org/evil:1");
    assertThat(answer(init)).contains("image is not on the list of runtimes");
    for (var source :
        new String[] {"{secret: {name: s}}", "{serviceAccountToken: {path: token}}"}) {
      var projected = workload();
      var volume = at(projected, "/spec/template/spec/volumes/3");
      volume.remove("configMap");
      volume.putObject("projected").putArray("sources").add(yaml(source));
      assertThat(answer(projected)).contains("projected without Secrets and tokens");
    }
  }

  @Test
  void aWorkloadNamesItsModelDeployment() {
    var workload = workload();
    at(workload, "/metadata/labels").remove("martello.dev/deployment");
    assertThat(answer(workload)).contains("carries the label martello.dev/deployment");
  }

  /** An evaluation opens the same models: its Job is bound by the same rules. */
  @Test
  void aJobIsBoundAsAWorkloadIs() {
    var job = job();
    assertThat(answer(YAML.convertValue(job, Job.class))).isEmpty();
    at(job, "/spec/template/spec/containers/0").put("image", "registry.example.org/evil:1");
    assertThat(answer(YAML.convertValue(job, Job.class))).contains("image is not on the list");
    var other = job();
    at(other, "/spec/template/spec/volumes/1/secret/items/0").put("key", "password");
    assertThat(answer(YAML.convertValue(other, Job.class))).contains("only the item martello.key");
  }

  private static ObjectNode job() {
    var workload = workload();
    var job = workload.objectNode().put("apiVersion", "batch/v1").put("kind", "Job");
    job.set("metadata", workload.get("metadata"));
    at(job, "/metadata")
        .put("name", "breast-cancer-0123456789-evaluation")
        .put("namespace", server.namespace());
    job.putObject("spec").set("template", workload.at("/spec/template"));
    at(job, "/spec/template/spec").put("restartPolicy", "Never");
    at(job, "/spec/template/spec/containers/0").remove("readinessProbe");
    return job;
  }

  @Test
  void anUpdateIsBoundToo() {
    var mine = workload();
    at(mine, "/metadata").put("name", "breast-cancer-abcdef0123");
    operator.resource(deployment(mine)).create();
    at(mine, "/spec/template/spec/containers/0").put("image", "registry.example.org/evil:1");
    assertThat(
            ApiServer.refusal(
                () ->
                    operator
                        .resource(deployment(mine))
                        .patch(
                            new PatchContext.Builder()
                                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                                .withFieldManager("martello-operator")
                                .withForce(true)
                                .build())))
        .contains("image is not on the list of runtimes");
  }

  @Test
  void othersAreNotBound() {
    var foreign = workload();
    at(foreign, "/spec/template/spec/containers/0").put("image", "registry.example.org/any:1");
    server.admin().resource(deployment(foreign)).dryRun().create();
    server.admin().resource(secret("any", Map.of())).dryRun().create();
  }

  /** What the API server answers the operator: empty if it would create the object. */
  private static String answer(ObjectNode workload) {
    return answer(deployment(workload));
  }

  private static String answer(HasMetadata object) {
    try {
      operator.resource(object).dryRun().create();
      return "";
    } catch (KubernetesClientException e) {
      return e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
    }
  }

  private static boolean may(String verb, String group, String resource) {
    var parts = resource.split("/");
    var review =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withVerb(verb)
            .withGroup(group)
            .withResource(parts[0])
            .withSubresource(parts.length > 1 ? parts[1] : null)
            .withNamespace(server.namespace())
            .endResourceAttributes()
            .endSpec()
            .build();
    return operator
        .authorization()
        .v1()
        .selfSubjectAccessReview()
        .create(review)
        .getStatus()
        .getAllowed();
  }

  private static ObjectNode workload() {
    try (var file =
        OperatorRightsApiServerIT.class.getResourceAsStream("/operator-workload.yaml")) {
      var text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      var workload = YAML.unmarshal(text, ObjectNode.class);
      at(workload, "/spec/template/spec/containers/0").put("image", runtime);
      return workload;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One line of YAML, which without a document's start would be taken for JSON. */
  private static JsonNode yaml(String text) {
    return YAML.unmarshal("---\n" + text, JsonNode.class);
  }

  private static Deployment deployment(ObjectNode workload) {
    at(workload, "/metadata").put("namespace", server.namespace());
    return YAML.convertValue(workload, Deployment.class);
  }

  private static Secret secret(String name, Map<String, String> labels) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(server.namespace())
        .withLabels(labels)
        .endMetadata()
        .addToStringData("ca.crt", "public")
        .build();
  }

  private static ObjectNode at(ObjectNode tree, String path) {
    return (ObjectNode) tree.at(path);
  }

  private static String manifest(String name) throws IOException {
    return Files.readString(Path.of("..", "manifests", "operator", name + ".yaml"));
  }
}
